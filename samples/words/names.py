"""Parts of invented personal names, with the weight of each surname."""

SURNAMES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 4, "Phan": 4, "Vũ": 3, "Võ": 1, "Đặng": 2,
    "Bùi": 2, "Đỗ": 2, "Hồ": 1, "Ngô": 2, "Dương": 2, "Lý": 1, "Đào": 1, "Đoàn": 1, "Vương": 1, "Trịnh": 1,
    "Đinh": 1, "Lâm": 1, "Phùng": 1, "Mai": 1, "Tô": 1, "Hà": 1, "Tạ": 1, "Chu": 1, "Cao": 1, "Ngụy": 1,
    "Thân": 1, "Giáp": 1, "La": 1, "Nghiêm": 1, "Quách": 1, "Khúc": 1, "Huỳnh": 1,
}
MALE_MIDDLE = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Công", "Xuân", "Đình", "Ngọc", "Duy", "Tiến", "Anh", "Thế",
               "Trọng", "Mạnh", "Bá", "Viết", "Huy", "Thành")
FEMALE_MIDDLE = ("Thị", "Thị", "Thị", "Thu", "Ngọc", "Thanh", "Bích", "Phương", "Hồng", "Kim", "Minh", "Thúy",
                 "Mai", "Thị Bích", "Thị Thu", "Thị Hồng", "Diễm", "Khánh")
MALE_GIVEN = ("Hùng", "Dũng", "Sơn", "Tuấn", "Nam", "Long", "Hải", "Thắng", "Cường", "Kỳ", "Tùng", "Khánh", "Phúc",
              "Quý", "Hòa", "Toàn", "Đạt", "Huy", "Khôi", "Bảo", "Trường", "Vinh", "Thịnh", "Lộc", "Nghĩa", "Kiên",
              "Hoàn", "Luân", "Chiến", "Quyết", "Điệp", "Thuận", "Bình", "Hiệp", "Sỹ", "Tưởng")
FEMALE_GIVEN = ("Lan", "Hoa", "Hà", "Hương", "Linh", "Trang", "Thảo", "Ngọc", "Nhung", "Huyền", "Thủy", "Thúy",
                "Yến", "Oanh", "Quỳnh", "Vân", "Nga", "Ánh", "My", "Diệp", "Loan", "Hằng", "Tuyết", "Nguyệt",
                "Xuyến", "Thoa", "Duyên", "Hạnh", "Mận", "Chuyên", "Lụa", "Thơm", "Dịu", "Phượng", "Nhàn", "Hiền")
STREETS = ("Lý Thái Tổ", "Trần Hưng Đạo", "Nguyễn Văn Cừ", "Ngô Gia Tự", "Hai Bà Trưng", "Lê Văn Thịnh",
           "Nguyễn Gia Thiều", "Kinh Dương Vương", "Bình Than", "Thiên Đức", "Hoàng Quốc Việt", "Nguyên Phi Ỷ Lan",
           "Lý Thường Kiệt", "Minh Khai", "Phạm Văn Đồng", "Huyền Quang", "Âu Cơ", "Rạp Hát")
HAMLETS = ("Đông", "Đoài", "Thượng", "Hạ", "Trung", "Giữa", "Đình", "Chùa", "Cầu", "Ngọc Trì", "Tam Tảo", "Vĩnh Phú",
           "Đại Vi", "Lũng Giang", "Duệ Khánh", "Hoài Trung", "Phúc Nghiêm", "Cổ Mễ", "Xuân Ổ", "Y Na", "Thanh Phương",
           "Bồ Sơn", "Khả Lễ", "Hữu Chấp", "Viêm Xá", "Lũng Sơn", "Ất", "Guột", "Quế Ổ", "Mao Dộc", "Yên Lãng")
