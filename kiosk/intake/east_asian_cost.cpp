// Characters by the levels of the standards of old, and a list of those that names are full of.
#include "kiosk/intake/east_asian_cost.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>

#include "kiosk/base/ensure.h"
#include "kiosk/intake/script_of.h"

namespace vestibule {
namespace {

constexpr double usual_bits = 8;
constexpr double common_bits = 13.5;
constexpr double common_hangul_bits = 12;  // KS X 1001 has fewer of them
constexpr double rare_bits = 18;
constexpr double very_rare_bits = 20;
constexpr double kana_bits = 6.5;
constexpr double half_width_kana_bits = 9;
constexpr double foreign_kana_bits = 14;  // GB 18030 and Big5 have them too

// Surnames, given names, companies, places and headings; simplified, traditional, Japanese and Korean.
constexpr std::u32string_view usual =
    U"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    U"钟"
    U"汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳司马上官"
    U"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志小红玉兰春梅海燕飞鹏宇婷雪琳欣怡佳慧子涵浩轩博思远晨俊凯"
    U"大中天新东南西北京上海广州深圳杭成都重庆武汉苏州港台湾山河公司有限科技集团股份贸易工业实业电子信息网络软件银行"
    U"学"
    U"院校医局部经理研发销售市财务行政人事开始结束时间日期姓名单位电话手机邮箱来访事由被接待类型车牌号语言备注会议面"
    U"试供应"
    U"商客户维修送货审计年月日星期一二三四五六七八九十的"
    U"張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧賈葉閻鐘鄒陸顧龍萬錢湯喬賀賴龔偉麗強軍艷傑濤國華東廣電團貿業銀學醫經銷"
    U"財"
    U"務開結時間單話機郵來訪類車號語備會議議試應審計長門"
    U"佐藤鈴木高橋田中伊渡辺山本村小林加吉山口松井清斎森池阿石崎原島前後岡長谷川河野井上太郎次三美香幸子恵直樹健翔葵"
    U"結衣"
    U"株式会社氏名様三菱日立商事部業"
    U"김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민진지은영희수철호현준서연민지훈"
    U"동석미경상재인원태용선아예나라윤길찬대사원과장부이회차팀회사주식한국서울산업전자삼성방문자날짜시간전화";

// Bytes of a character in one of the old standards; none where it isn't in it.
class Standard {
  public:
    explicit Standard(const char* name) {
        auto status = U_ZERO_ERROR;
        converter_.reset(ucnv_open(name, &status));
        ensure(U_SUCCESS(status), "ICU has the converters of the East Asian standards");
        ucnv_setFromUCallBack(converter_.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    }
    [[nodiscard]] unsigned bytes_of(UChar32 c) const {
        const icu::UnicodeString text{c};
        std::array<char, 8> bytes{};
        auto status = U_ZERO_ERROR;
        const auto size = ucnv_fromUChars(converter_.get(), bytes.data(), static_cast<int32_t>(bytes.size()),
                                          text.getBuffer(), text.length(), &status);
        if (U_FAILURE(status) || size != 2) return 0;
        return static_cast<unsigned char>(bytes[0]) * 256U + static_cast<unsigned char>(bytes[1]);
    }

  private:
    std::unique_ptr<UConverter, void (*)(UConverter*)> converter_{nullptr, ucnv_close};
};

bool is_between(unsigned value, unsigned first, unsigned last) {
    return value >= first && value <= last;
}

// The levels, each from its first to its last two bytes.
struct Levels {
    const char* converter;
    unsigned common_first, common_last, rare_first, rare_last;
};
const Levels& levels_of(EastAsianStandard standard) {
    static constexpr Levels gb{"GBK", 0xB0A1, 0xD7F9, 0xD8A1, 0xF7FE}, big5{"Big5", 0xA440, 0xC67E, 0xC940, 0xF9D5},
        jis{"Shift_JIS", 0x889F, 0x9872, 0x989F, 0xEAA4}, ks{"windows-949", 0xB0A1, 0xC8FE, 0xCAA1, 0xFDFE};
    switch (standard) {
        case EastAsianStandard::big5:
            return big5;
        case EastAsianStandard::jis:
            return jis;
        case EastAsianStandard::ks:
            return ks;
        default:
            return gb;
    }
}

double looked_up(UChar32 c, EastAsianStandard standard) {
    static std::map<EastAsianStandard, Standard> converters;
    const auto& levels = levels_of(standard);
    const auto bytes = converters.try_emplace(standard, levels.converter).first->second.bytes_of(c);
    // The later extensions of GB 2312 and KS X 1001 have their second bytes below the plane.
    const bool extended =
        (standard == EastAsianStandard::gb || standard == EastAsianStandard::ks) && (bytes & 0xFFU) < 0xA1;
    if (!extended && is_between(bytes, levels.common_first, levels.common_last)) {
        if (usual.find(static_cast<char32_t>(c)) != std::u32string_view::npos) return usual_bits;
        return standard == EastAsianStandard::ks ? common_hangul_bits : common_bits;
    }
    return !extended && is_between(bytes, levels.rare_first, levels.rare_last) ? rare_bits : very_rare_bits;
}

bool is_kana(UChar32 c) {
    const auto script = script_of(c);
    return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || c == 0x30FC || c == 0x3005;
}

}  // namespace

bool is_east_asian(UChar32 c) {
    return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || is_kana(c) || script_of(c) == USCRIPT_HANGUL;
}

double east_asian_cost(UChar32 c, EastAsianStandard standard) {
    if (c >= 0xFF66 && c <= 0xFF9F) return half_width_kana_bits;
    if (is_kana(c)) return standard == EastAsianStandard::jis ? kana_bits : foreign_kana_bits;
    if (standard == EastAsianStandard::none) return very_rare_bits;
    static std::mutex one_at_a_time;  // a converter isn't thread-safe
    static std::map<std::pair<EastAsianStandard, UChar32>, double> known;
    const std::lock_guard lock{one_at_a_time};
    const std::pair key{standard, c};
    const auto found = known.find(key);
    return found != known.end() ? found->second : known.emplace(key, looked_up(c, standard)).first->second;
}

}  // namespace vestibule
