"""Turn a scanned file into pages, words and fields; knows no store and no index."""
