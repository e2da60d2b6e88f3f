"""Provincial departments: short name, letters in document symbols, first and last day of validity."""

DEPARTMENTS = (
    ("Sở Nội vụ", "SNV", "", ""),
    ("Sở Tư pháp", "STP", "", ""),
    ("Sở Tài chính", "STC", "", ""),
    ("Sở Kế hoạch và Đầu tư", "SKHĐT", "", "2025-02-28"),
    ("Sở Công Thương", "SCT", "", ""),
    ("Sở Nông nghiệp và Phát triển nông thôn", "SNN", "", "2025-02-28"),
    ("Sở Tài nguyên và Môi trường", "STNMT", "", "2025-02-28"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT", "2025-03-01", ""),
    ("Sở Xây dựng", "SXD", "", ""),
    ("Sở Giao thông vận tải", "SGTVT", "", "2025-02-28"),
    ("Sở Thông tin và Truyền thông", "STTTT", "", "2025-02-28"),
    ("Sở Khoa học và Công nghệ", "SKHCN", "", ""),
    ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH", "", "2025-02-28"),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", "", ""),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", "", ""),
    ("Sở Y tế", "SYT", "", ""),
    ("Sở Dân tộc và Tôn giáo", "SDTTG", "2025-07-01", ""),
)
UNITS = ("VP", "TCHC", "KSTTHC", "NC", "KTTH", "VX", "TTr", "KHTC", "QLĐT", "TCCB", "CNTT", "PC")
"""Drafting units in the symbols of official letters and on the filing line."""
