"""Questionnaires a town can start from, written as their authors would type them."""

from typing import Final

from surveys.keys import Key, Label
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.reading import parse
from surveys.values import Value


class Preset(Value, frozen=True):
    """A name in the list, for whom it is, and the text."""

    key: Key
    label: Label
    audience: str
    text: str

    def form(self) -> Questionnaire:
        """The text as it is read."""
        return parse(self.text).form


_VOTERS: Final = Preset(
    key="voters",
    label="选民满意度问卷",
    audience="选民",
    text="""\
# 选民满意度问卷

## 基本情况
说明：请按您自己的感受填写，大约 3 分钟。

1. 您的年龄（单选）
18—35岁 / 36—59岁 / 60岁及以上

2. 您今年到镇政府或站所办过事吗（单选）
办过 / 没办过

## 对镇里工作的看法

3. 您对镇里今年工作的总体评价（单选）
满意 / 基本满意 / 不满意 / 不了解

4. 您去办事时，窗口的服务怎么样（量表1-5，最低=很差，最高=很好）（第2题选“办过”时）

5. 您最不满意的是什么（多选，最多选3项）（第3题选“不满意”时）
A. 办事慢、跑腿多
B. 态度不好
C. 政策说不清楚
D. 答应的事没有落实
E. 不公开、不公平
F. 其他

6. 请把下面几件事按您希望先办的顺序排一排（排序，排前3名）
A. 道路和路灯
B. 饮水和灌溉
C. 看病和养老
D. 孩子上学
E. 垃圾和污水
F. 产业和就业

7. 您认识本选区的人大代表吗（单选）
认识 / 听说过 / 不认识

8. 今年代表联系过您几次（数字，不小于0，不大于365，单位次）（第7题没选“不认识”时）

9. 您还有什么意见和建议（问答）
说明：请不要写姓名和电话。
""",
)

_DEPARTMENTS: Final = Preset(
    key="departments",
    label="部门服务满意度",
    audience="选民、办事群众",
    text="""\
# 部门服务满意度问卷
说明：请对去办过事的部门评价；没打过交道的选“不了解”。

1. 对下列部门服务的评价（矩阵）
对象：财政所、农业农村服务中心、社会事务办公室、自然资源所
等次：满意 / 基本满意 / 不满意 / 不了解
- 服务态度
- 办事效率
- 政策公开
- 廉洁守纪

2. 哪一方面最需要改进（单选）
服务态度 / 办事效率 / 政策公开 / 廉洁守纪 / 都很好

3. 为什么（问答，最多200字）（第2题没选“都很好”时）

4. 对这些部门还有什么意见（问答）
""",
)

_SUGGESTIONS: Final = Preset(
    key="suggestions",
    label="代表建议办理满意度",
    audience="提出建议的代表",
    text="""\
# 代表建议办理满意度问卷

1. 承办单位办理前和您面商过吗（单选）
面商过 / 只通过电话 / 没有联系

2. 您对办理态度的评价（单选）
满意 / 基本满意 / 不满意

3. 您对办理结果的评价（单选）
满意 / 基本满意 / 不满意

4. 建议提出的问题现在怎么样了（单选）
已经解决 / 正在解决 / 列入计划 / 没有解决

5. 从交办到答复大约用了多少天（数字，不小于0，不大于400，单位天）

6. 不满意的原因（问答，最多300字，必填）（第2题选“不满意” 或 第3题选“不满意”时）

7. 对今后办理工作的建议（问答）
""",
)

_VILLAGE: Final = Preset(
    key="village",
    label="村务公开满意度",
    audience="村民",
    text="""\
# 村务公开满意度问卷

1. 对村务公开各方面的评价（矩阵）
对象：村民委员会
等次：满意 / 基本满意 / 不满意 / 不了解
- 公开及时
- 财务收支看得懂
- 惠民补贴名单
- 工程项目和招标
- 集体资产和土地

2. 您从哪里看到村务公开（多选）
公开栏 / 微信群 / 村民大会 / 村干部口头说 / 没看到过

3. 村务公开多久看一次（单选）（第2题没选“没看到过”时）
每月 / 每季度 / 很少

4. 按百分制，给村务公开打几分（打分0-100）

5. 最想知道却没有公开的是什么（填空）
""",
)

PRESETS: Final[dict[Key, Preset]] = {
    preset.key: preset for preset in (_VOTERS, _DEPARTMENTS, _SUGGESTIONS, _VILLAGE)
}
