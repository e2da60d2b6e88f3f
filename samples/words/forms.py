"""Wording of application forms, appointments and budgets."""

COMMITMENTS = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.",
    "Tôi xin chịu hoàn toàn trách nhiệm về tính chính xác, hợp pháp của giấy tờ nộp kèm theo đơn này.",
    "Kính mong quý cơ quan xem xét, giải quyết theo nguyện vọng của gia đình. Tôi xin chân thành cảm ơn!",
    "Nếu có điều gì gian dối, tôi xin chịu xử lý theo quy định của pháp luật hiện hành.",
)
REASONS = (
    ("", "Do giấy tờ gốc bị mối mọt, rách nát không còn đọc được, nay tôi làm đơn này đề nghị được giải quyết."),
    ("", "Do sơ suất trong lúc đi chợ, tôi làm rơi ví có nhiều giấy tờ quan trọng, đã trình báo công an nơi cư trú."),
    ("", "Nhằm bổ sung hồ sơ dự tuyển viên chức ngành y tế, tôi cần bản xác nhận có đóng dấu của cơ quan nhà nước."),
    ("", "Hiện tôi đang làm việc xa nhà, kính đề nghị được nhận kết quả qua dịch vụ bưu chính công ích."),
    ("Hộ tịch, Lý lịch tư pháp", "Vì lý do chuyển nơi công tác, gia đình cần hoàn tất thủ tục để con nhập học đúng tuyến."),
    ("Hộ tịch, Lý lịch tư pháp", "Trước đây do chiến tranh, sổ gốc thất lạc nên họ tên đệm ghi sai một chữ so với giấy khai sinh."),
    ("Hoạt động xây dựng", "Gia đình có nhu cầu xây mới nhà ở ba tầng, mái bằng, móng cọc trên nền nhà cấp bốn đã xuống cấp."),
    ("Hoạt động xây dựng", "Công trình gồm tầng trệt, hai tầng lầu và tum thang, chiều cao mười một mét, khoảng lùi hai mét."),
    ("Bảo trợ xã hội", "Bản thân đã nghỉ hưu, sức khỏe yếu, thường xuyên điều trị tại bệnh viện nên xin được hưởng chế độ."),
    ("Hộ kinh doanh, Nông nghiệp, Văn hóa",
     "Tôi mở cửa hàng tạp hóa và dịch vụ ăn uống, quy mô năm lao động, vốn kinh doanh hai trăm triệu đồng."),
    ("Nông nghiệp", "Cơ sở chế biến bún bánh truyền thống đã lắp đặt hệ thống lọc nước, khu sơ chế và kho lạnh riêng."),
    ("Đất đai", "Thửa đất được thừa kế của cha mẹ theo di chúc lập năm 2009, không tranh chấp, không thuộc diện bị kê biên."),
    ("Đất đai", "Ranh giới thửa đất đã được các hộ giáp ranh ký xác nhận, mốc bê tông chôn ở bốn góc ao, vườn."),
    ("Việc làm", "Công ty cần tuyển chuyên gia điều khiển máy đúc nhựa mà thị trường lao động trong nước chưa đáp ứng."),
    ("Giấy phép lái xe", "Giấy phép lái xe hạng B của tôi sắp hết hạn, đã khám lại thị lực, huyết áp và đủ điều kiện lái xe."),
)
"""Sectors a reason fits, all when empty, and its wording."""
ETHNIC = ("Kinh", "Kinh", "Kinh", "Kinh", "Tày", "Nùng", "Sán Dìu", "Cao Lan", "Hoa")
ID_PLACES = ("Cục Cảnh sát QLHC về TTXH", "Bộ Công an", "Công an tỉnh Bắc Ninh")
JOBS = ("Làm ruộng", "Công nhân", "Giáo viên", "Buôn bán nhỏ", "Thợ mộc", "Lái xe", "Kế toán", "Hưu trí", "Bác sĩ",
        "Sinh viên", "Kỹ sư cơ khí", "Nội trợ", "Dược sĩ", "Thợ may")
POSTS = (
    ("Phó Trưởng phòng Kế hoạch - Tài chính", "Trưởng phòng Kế hoạch - Tài chính"),
    ("Chuyên viên chính", "Phó Trưởng phòng Kiểm soát thủ tục hành chính"),
    ("Phó Giám đốc Chi nhánh thị xã Quế Võ", "Giám đốc Chi nhánh huyện Gia Bình"),
    ("Phó Chánh Văn phòng", "Chánh Văn phòng"),
    ("Trưởng phòng Nghiệp vụ", "Phó Giám đốc Trung tâm Phục vụ hành chính công tỉnh"),
    ("Phó Chánh Thanh tra", "Chánh Thanh tra Sở"),
    ("Chuyên viên", "Phó Trưởng phòng Tổ chức - Hành chính"),
    ("Phó Hiệu trưởng", "Hiệu trưởng Trường Trung học phổ thông Lương Tài"),
)
DUTIES = (
    "được hưởng phụ cấp chức vụ lãnh đạo hệ số {factor} theo quy định hiện hành.",
    "có trách nhiệm bàn giao công việc cũ và nhận nhiệm vụ mới trước ngày quyết định có hiệu lực.",
    "chịu trách nhiệm thực hiện chức năng, nhiệm vụ, quyền hạn theo phân công của Giám đốc.",
    "được xếp lương ngạch chuyên viên chính, bậc {step}, hệ số {factor}; thời điểm nâng bậc lần sau giữ nguyên.",
)
ITEMS = (
    ("Máy quét tài liệu khổ A3 nạp giấy tự động", "Chiếc"), ("Thuê chỉnh lý, số hóa hồ sơ lưu trữ", "Mét giá"),
    ("Bảng điện tử hiển thị số thứ tự", "Bộ"), ("Tập huấn nghiệp vụ cho viên chức", "Lớp"), ("Ghế chờ băng dài inox", "Cái"),
    ("Nâng cấp phòng máy chủ, điều hòa", "Gói"), ("Biên soạn sổ tay hướng dẫn", "Cuốn"), ("Tủ đựng tài liệu sơn tĩnh điện", "Cái"),
    ("Đường truyền dự phòng cáp quang", "Tháng"), ("In ấn tờ gấp tuyên truyền", "Tờ"), ("Phần mềm nhận dạng ký tự", "Giấy phép"),
    ("Khám sức khỏe định kỳ", "Người"), ("Bình chữa cháy khí và bột", "Bình"), ("Lắp đặt mái che, lối đi người khuyết tật", "Hạng mục"),
)
