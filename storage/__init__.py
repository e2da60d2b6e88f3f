"""Objects in a folder or an S3 bucket; knows bytes and keys, no documents."""
