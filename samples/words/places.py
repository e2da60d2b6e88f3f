"""Districts, communes and wards of Bắc Ninh before and since 1 July 2025."""

DISTRICTS = {
    "thành phố Bắc Ninh": ("phường", "Vũ Ninh, Đáp Cầu, Thị Cầu, Kinh Bắc, Đại Phúc, Tiền Ninh Vệ, Suối Hoa, Võ Cường, "
                           "Hòa Long, Vạn An, Khúc Xuyên, Phong Khê, Kim Chân, Vân Dương, Nam Sơn, Khắc Niệm, Hạp Lĩnh"),
    "huyện Yên Phong": ("xã", "Dũng Liệt, Tam Đa, Tam Giang, Yên Trung, Thụy Hòa, Hòa Tiến, Đông Tiến, Yên Phụ, "
                        "Trung Nghĩa, Đông Phong, Long Châu, Văn Môn, Đông Thọ"),
    "thị xã Quế Võ": ("phường", "Phố Mới, Đại Xuân, Nhân Hòa, Bằng An, Phương Liễu, Quế Tân, Phù Lương, Phượng Mao, "
                      "Việt Hùng, Bồng Lai, Cách Bi"),
    "huyện Tiên Du": ("xã", "Phú Lâm, Nội Duệ, Liên Bão, Hiên Vân, Hoàn Sơn, Lạc Vệ, Việt Đoàn, Phật Tích, Tân Chi, "
                      "Đại Đồng, Tri Phương, Minh Đạo, Cảnh Hưng"),
    "thành phố Từ Sơn": ("phường", "Đông Ngàn, Tam Sơn, Hương Mạc, Tương Giang, Phù Khê, Đồng Kỵ, Trang Hạ, "
                         "Đồng Nguyên, Châu Khê, Tân Hồng, Đình Bảng, Phù Chẩn"),
    "thị xã Thuận Thành": ("phường", "Hồ, Song Hồ, An Bình, Trí Quả, Gia Đông, Thanh Khương, Trạm Lộ, Xuân Lâm, "
                           "Hà Mãn, Ninh Xá"),
    "huyện Gia Bình": ("xã", "Vạn Ninh, Thái Bảo, Giang Sơn, Cao Đức, Đại Lai, Song Giang, Bình Dương, Lãng Ngâm, "
                       "Xuân Lai, Đông Cứu, Đại Bái, Quỳnh Phú"),
    "huyện Lương Tài": ("xã", "An Thịnh, Trung Kênh, Phú Hòa, An Tập, Tân Lãng, Quảng Phú, Quang Minh, Trung Chính, "
                        "Bình Định, Phú Lương, Lâm Thao"),
}
"""District unit → kind and names of its communes, valid until 30 June 2025."""

WARDS = ("Bắc Giang, Đa Mai, Chũ, Phượng Sơn, Yên Dũng, Tân An, Tiền Phong, Tân Tiến, Cảnh Thụy, Tự Lạn, Việt Yên, "
         "Nếnh, Vân Hà, Vũ Ninh, Kinh Bắc, Võ Cường, Quế Võ, Nhân Hòa, Phương Liễu, Nam Sơn, Bồng Lai, Đào Viên, "
         "Hạp Lĩnh, Từ Sơn, Tam Sơn, Phù Khê, Đồng Nguyên, Thuận Thành, Mão Điền, Trí Quả, Trạm Lộ, Song Liễu, Ninh Xá")
"""The 33 wards since 1 July 2025."""

COMMUNES = ("Xuân Lương, Tam Tiến, Đồng Kỳ, Yên Thế, Bố Hạ, Nhã Nam, Phúc Hòa, Quang Trung, Tân Yên, Ngọc Thiện, "
            "Lạng Giang, Tiên Lục, Kép, Mỹ Thái, Tân Dĩnh, Lục Nam, Đông Phú, Bảo Đài, Nghĩa Phương, Trường Sơn, "
            "Lục Sơn, Bắc Lũng, Cẩm Lý, Tân Sơn, Sa Lý, Biên Sơn, Sơn Hải, Kiên Lao, Biển Động, Lục Ngạn, Đèo Gia, "
            "Nam Dương, Sơn Động, Tây Yên Tử, Vân Sơn, Đại Sơn, Yên Định, An Lạc, Tuấn Đạo, Dương Hưu, Đồng Việt, "
            "Hoàng Vân, Hiệp Hòa, Hợp Thịnh, Xuân Cẩm, Yên Phong, Tam Giang, Yên Trung, Tam Đa, Văn Môn, Phù Lãng, "
            "Chi Lăng, Tiên Du, Liên Bão, Đại Đồng, Tân Chi, Phật Tích, Gia Bình, Cao Đức, Đại Lai, Nhân Thắng, "
            "Đông Cứu, Lương Tài, Trung Kênh, Trung Chính, Lâm Thao")
"""The 66 communes since 1 July 2025."""
