"""How the name of a region is written without its suffix, and in other usual ways."""

import re

# Names of nationalities as they stand in the names of autonomous areas, longest first so that
# 土家族 is not read as 家 and 族. Some areas of Xinjiang carry theirs without 族.
_NATIONALITIES = sorted(
    [n + "族" for n in """蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎
    傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米
    塔吉克 怒 鄂温克 保安 裕固 独龙 各""".split()]
    + "蒙古 哈萨克 柯尔克孜 锡伯 塔吉克 维吾尔".split(),
    key=len,
    reverse=True,
)
_AUTONOMOUS = re.compile(rf"(.+?)(?:{'|'.join(_NATIONALITIES)})+(自治[区州县旗]|区)$")
_SUFFIX = re.compile(
    r"(?:特别行政区|行政区|自治[区州县旗]|地区|特区|工农区|工矿区|矿区|省|市|县|区|旗|盟)$"
)

# Cutting these leaves a word for a place in any town, or a fragment nobody writes.
_WHOLE = set(
    """城区 市区 郊区 市郊区 新区 矿区 市中区 城中区 城东区 城西区 城南区 城北区 新城区 工农区
    东矿区 井陉矿区 滨海新区 两江新区 四子王旗 正蓝旗 镶黄旗 正镶白旗""".split()
)
# What is left of these is the name of a province, and is read as that.
_WHOLE |= set("上海县 河北区 海南区 吉林市 海南藏族自治州 海南黎族苗族自治州 河南蒙古族自治县".split())
# What is left is an everyday word of these documents (资源, 合作, 新建), or characters that meet by
# accident across two words (创新和…, 中小金融, 创新平台): on its own it hardly ever names the place.
_WHOLE |= set(
    """资源县 合作市 新建区 新建县 公安县 延长县 比如县 富裕县 振兴区 新兴县 新兴区 友好区 港口区 大城县
    惠民县 富民县 平安区 平安县 前进区 解放区 复兴区 安居区 兴业县 和平区 动力区 公园区 露天区 新城县
    共和县 光明区 宏伟区 海港区 东风区 运河区 温泉县 向阳区 先锋区 红旗区 站前区 中市区 大关县
    新和县 和安县 和康县 和政县 新平县 新平彝族傣族自治县 小金县 大新县 资中县""".split()
)
_FIXED = {
    "内蒙古自治区": "内蒙古",
    "浦东新区": "浦东",
    "沈北新区": "沈北",
    "神农架林区": "神农架",
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克",
    "中沙群岛的岛礁及其海域": "中沙群岛",
}
_ALSO = {
    "全国": ["我国", "中国"],
    "内蒙古自治区": ["内蒙"],
    "香港特别行政区": ["香港特区"],
    "澳门特别行政区": ["澳门特区"],
    "锡林郭勒盟": ["锡盟"],
    "阿拉善盟": ["阿盟"],
    "巴音郭楞蒙古自治州": ["巴州"],
    "博尔塔拉蒙古自治州": ["博州"],
    "克孜勒苏柯尔克孜自治州": ["克州"],
    "河南蒙古族自治县": ["河南县"],
    "阜新蒙古族自治县": ["阜蒙县"],
    "喀喇沁左翼蒙古族自治县": ["喀左县", "喀左"],
    "前郭尔罗斯蒙古族自治县": ["前郭县", "前郭"],
    "杜尔伯特蒙古族自治县": ["杜蒙县", "杜蒙"],
    "和布克赛尔蒙古自治县": ["和丰县"],
    "塔什库尔干塔吉克自治县": ["塔县"],
    "察布查尔锡伯自治县": ["察县"],
    "莫力达瓦达斡尔族自治旗": ["莫旗"],
    "达尔罕茂明安联合旗": ["达茂旗", "达茂联合旗"],
    "阿鲁科尔沁旗": ["阿旗"],
    "克什克腾旗": ["克旗"],
}
_BANNERS = {
    "科尔沁左翼": "科左",
    "科尔沁右翼": "科右",
    "察哈尔右翼": "察右",
    "鄂托克前": "鄂前",
    "土默特左": "土左",
    "土默特右": "土右",
    "苏尼特左": "苏左",
    "苏尼特右": "苏右",
}


def _stem(name: str) -> str:
    if name in _FIXED:
        return _FIXED[name]
    found = _AUTONOMOUS.match(name)
    return found.group(1) if found else _SUFFIX.sub("", name)


def short(name: str) -> str:
    """The name as it is written where its suffix is left off; the name itself if none is."""
    # 鄂托克前旗, 科尔沁左翼中旗, 联合旗: the suffix is two characters, of which the first tells
    # one banner from its neighbour.
    if name in _WHOLE or re.search(r"(?:[前后中左右]|联合)旗$", name):
        return name
    stem = _stem(name)
    return stem if len(stem) > 1 else name


def aliases(name: str) -> list[str]:
    """Other usual forms, besides the name and `short`."""
    forms = []
    stem = _stem(name)
    if name.endswith("自治州"):
        forms += [stem + "州", stem + "自治州"]
    elif name.endswith(("自治县", "自治旗")) and len(stem) > 1:
        forms.append(stem + name[-1])
    for long, brief in _BANNERS.items():
        if name.startswith(long) and name.endswith("旗"):
            forms.append(brief + name[len(long):])
    forms += _ALSO.get(name, [])
    return [f for f in dict.fromkeys(forms) if f not in (name, short(name))]
