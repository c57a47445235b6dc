"""Writes ../industries.csv: sections and divisions of GB/T 4754-2017 with their usual other names.

    python3 pipelines/lexicon/tools/industries.py

Needs the standard library only. The table is written out here because no package has it; what is
mechanical (the name without 、) is added. Fails if the table breaks a rule of the file.
"""

import csv
import string
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "industries.csv"
HEADER = ["code", "level", "name", "aliases", "parent"]

# code, name, other names. A name of the editions of 2002 and 2011 is there where the scope stayed
# the same but for detail. A section's divisions follow it.
TABLE = """
A 农、林、牧、渔业 农林牧渔
01 农业 种植业
02 林业
03 畜牧业 牧业 畜牧养殖业 畜牧产业
04 渔业 水产业
05 农、林、牧、渔专业及辅助性活动 农、林、牧、渔服务业 农林牧渔服务业 农林牧渔业专业及辅助性活动
B 采矿业 采掘业 矿业
06 煤炭开采和洗选业 煤炭工业 煤炭行业 煤炭产业 煤炭业 煤炭采选业 煤炭开采业 煤炭开采及洗选业
07 石油和天然气开采业 石油天然气开采业 石油及天然气开采业 油气开采业 石油开采业
08 黑色金属矿采选业 黑色金属采选业 黑色金属矿开采业
09 有色金属矿采选业 有色金属采选业 有色金属矿开采业
10 非金属矿采选业 非金属采选业 非金属矿开采业
11 开采专业及辅助性活动 开采辅助活动
12 其他采矿业
C 制造业
13 农副食品加工业 农副产品加工业
14 食品制造业
15 酒、饮料和精制茶制造业 饮料制造业 酒、饮料及精制茶制造业
16 烟草制品业 烟草工业 烟草行业 烟草产业 烟草业 烟草加工业
17 纺织业 纺织工业 纺织行业 纺织产业
18 纺织服装、服饰业 服装业 服装产业 服装工业 服装行业 服装制造业 纺织服装和服饰业 纺织服装制造业
19 皮革、毛皮、羽毛及其制品和制鞋业 皮革、毛皮、羽毛(绒)及其制品业
20 木材加工和木、竹、藤、棕、草制品业 木材加工及木、竹、藤、棕、草制品业 木材加工业
21 家具制造业 家具产业 家具行业 家具工业
22 造纸和纸制品业 造纸及纸制品业 造纸业 造纸工业 造纸行业 造纸产业
23 印刷和记录媒介复制业 印刷业和记录媒介的复制 印刷业 印刷行业
24 文教、工美、体育和娱乐用品制造业
25 石油、煤炭及其他燃料加工业 石油加工、炼焦和核燃料加工业 石油加工、炼焦及核燃料加工业 石油加工业
26 化学原料和化学制品制造业 化学原料及化学制品制造业 化学工业 化工行业 化工产业 化工业 化工
27 医药制造业 医药产业 医药工业 医药行业 医药业 生物医药产业 生物医药制造业 生物医药
28 化学纤维制造业 化纤工业 化纤行业 化纤产业 化纤制造业
29 橡胶和塑料制品业 橡胶及塑料制品业 橡胶塑料制品业
30 非金属矿物制品业 建材工业 建材产业 建材行业 建材业 建筑材料工业
31 黑色金属冶炼和压延加工业 黑色金属冶炼及压延加工业 钢铁工业 钢铁产业 钢铁行业 钢铁业
32 有色金属冶炼和压延加工业 有色金属冶炼及压延加工业 有色金属工业 有色金属产业 有色金属行业 有色产业 有色工业 有色行业
33 金属制品业 金属制品行业 金属制品产业
34 通用设备制造业 通用设备产业 通用设备行业
35 专用设备制造业 专用设备产业 专用设备行业
36 汽车制造业 汽车产业 汽车工业 汽车行业 汽车业 汽车及零部件产业 汽车及零部件制造业 汽车及零部件制造产业
37 铁路、船舶、航空航天和其他运输设备制造业 铁路、船舶、航空航天及其他运输设备制造业
38 电气机械和器材制造业 电气机械及器材制造业 电气机械制造业 电气机械产业 电气机械行业
39 计算机、通信和其他电子设备制造业 通信设备、计算机及其他电子设备制造业 计算机、通信及其他电子设备制造业 计算机通信和电子设备制造业 电子设备制造业 电子信息制造业 电子信息产业 电子信息工业 电子信息行业 电子信息 电子制造业 电子工业 电子行业
40 仪器仪表制造业 仪器仪表产业 仪器仪表行业
41 其他制造业
42 废弃资源综合利用业 废弃资源和废旧材料回收加工业 废弃资源综合利用
43 金属制品、机械和设备修理业
D 电力、热力、燃气及水生产和供应业 电力、热力、燃气及水的生产和供应业 电力、热力、燃气和水生产和供应业 电力、燃气及水的生产和供应业 电力、燃气及水生产和供应业
44 电力、热力生产和供应业 电力、热力的生产和供应业 电力工业 电力行业 电力产业
45 燃气生产和供应业 燃气行业 燃气业
46 水的生产和供应业 水生产和供应业 水务业 水务行业
E 建筑业 建筑行业 建筑产业
47 房屋建筑业
48 土木工程建筑业
49 建筑安装业
50 建筑装饰、装修和其他建筑业 建筑装饰和其他建筑业 建筑装饰业
F 批发和零售业 批发零售业 批发和零售 批发零售 批零业 批发与零售业 批发零售贸易业
51 批发业 批发行业
52 零售业 零售行业
G 交通运输、仓储和邮政业 交通运输、仓储及邮政业 交通运输仓储及邮政业 交通运输仓储邮政业 交通运输、仓储和邮政
53 铁路运输业
54 道路运输业 公路运输业
55 水上运输业 水运业 水路运输业
56 航空运输业 民航业 民用航空业 民航运输业
57 管道运输业
58 多式联运和运输代理业
59 装卸搬运和仓储业 仓储业
60 邮政业 邮政行业
H 住宿和餐饮业 住宿餐饮业 住宿和餐饮 住宿餐饮 住餐业 住宿及餐饮业
61 住宿业 住宿行业 酒店业 旅馆业
62 餐饮业 餐饮行业 餐饮服务业
I 信息传输、软件和信息技术服务业 信息传输、计算机服务和软件业 信息传输、软件及信息技术服务业
63 电信、广播电视和卫星传输服务 电信、广播电视和卫星传输服务业
64 互联网和相关服务 互联网和相关服务业 互联网及相关服务 互联网及相关服务业 互联网服务业
65 软件和信息技术服务业 软件业 软件产业 软件行业 软件和信息服务业 软件和信息服务产业 软件与信息服务业 软件与信息技术服务业 软件及信息技术服务业 软件和信息技术服务
J 金融业 金融 金融产业 金融行业 金融服务业
66 货币金融服务 货币金融服务业 银行业
67 资本市场服务 资本市场服务业 证券业
68 保险业 保险行业
69 其他金融业 其他金融活动
K 房地产业 房地产 房地产行业
70 房地产业
L 租赁和商务服务业 租赁与商务服务业 租赁及商务服务业 租赁商务服务业 租赁和商务服务
71 租赁业
72 商务服务业
M 科学研究和技术服务业 科学研究、技术服务和地质勘查业 科学研究与技术服务业 科学研究及技术服务业 科研和技术服务业 科学研究和技术服务
73 研究和试验发展
74 专业技术服务业
75 科技推广和应用服务业 科技交流和推广服务业
N 水利、环境和公共设施管理业 水利、环境及公共设施管理业 水利、环境和公共设施管理
76 水利管理业
77 生态保护和环境治理业 环境管理业
78 公共设施管理业
79 土地管理业
O 居民服务、修理和其他服务业 居民服务和其他服务业 居民服务、修理及其他服务业 居民服务、修理和其他服务
80 居民服务业
81 机动车、电子产品和日用产品修理业
82 其他服务业
P 教育 教育业 教育行业
83 教育
Q 卫生和社会工作 卫生与社会工作 卫生及社会工作
84 卫生 卫生业 卫生行业 医疗卫生业
85 社会工作 社会福利业
R 文化、体育和娱乐业 文化、体育与娱乐业 文化、体育及娱乐业 文体娱乐业 文化、体育和娱乐
86 新闻和出版业 新闻出版业
87 广播、电视、电影和录音制作业 广播、电视、电影和影视录音制作业 广播、电视、电影和音像业
88 文化艺术业
89 体育 体育业
90 娱乐业
S 公共管理、社会保障和社会组织 公共管理和社会组织
91 中国共产党机关
92 国家机构
93 人民政协、民主党派
94 社会保障
95 群众团体、社会团体和其他成员组织
96 基层群众自治组织及其他组织
T 国际组织
97 国际组织
"""

# The only names the standard gives to a section and to its single division.
SHARED = {"房地产业", "教育", "国际组织"}


def rows() -> list[list[str]]:
    result, section = [], ""
    for line in TABLE.split("\n"):
        if not line:
            continue
        code, name, *others = line.split(" ")
        level = "section" if code.isalpha() else "division"
        if level == "section":
            section = code
        forms = [form for long in [name, *others] for form in (long, long.replace("、", ""))]
        aliases = [form for form in dict.fromkeys(forms) if form != name]
        result.append([code, level, name, "|".join(aliases), section if level == "division" else ""])
    return result


def check(table: list[list[str]]) -> None:
    """Raises ValueError where a code is missing or a name would lead to two rows."""
    sections = [row[0] for row in table if row[1] == "section"]
    divisions = [row[0] for row in table if row[1] == "division"]
    if sections != list(string.ascii_uppercase[:20]) or divisions != [f"{n:02}" for n in range(1, 98)]:
        raise ValueError("sections are A to T, divisions 01 to 97, each once and in order")
    owner: dict[str, str] = {}
    for code, _, name, aliases, _ in table:
        for form in [name, *filter(None, aliases.split("|"))]:
            if form in owner and form not in SHARED:
                raise ValueError(f"{form} stands for {owner[form]} and {code}")
            owner.setdefault(form, code)


def main() -> None:
    table = rows()
    check(table)
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(table)


if __name__ == "__main__":
    main()
