"""Every Chinese word of the formula language, beside its English one: the only place to add or change one."""

from __future__ import annotations

from collections.abc import Mapping

# The figures of a target, the actual value first.
FIGURES: Mapping[str, str] = {
    "actual": "完成值",
    "pass": "合格值",
    "pass_upper": "合格上限",
    "challenge": "挑战值",
    "weight": "权重",
    "bonus": "加分",
    "last_year": "上年值",
    "month": "月份",
    "elapsed": "时间进度",
}

# What the portal itself measures.
OWN_FIGURES: Mapping[str, str] = {
    "matters_on_time": "督办按时办结率",
    "matters_overdue": "督办逾期数",
}

# Functions may be read by several names; the first is the one that is written.
FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "SUM": ("求和", "合计"),
    "AVG": ("平均", "平均值"),
    "MIN": ("最小", "最小值"),
    "MAX": ("最大", "最大值"),
    "COUNT": ("计数", "个数"),
    "FIRST": ("首个", "最早"),
    "LAST": ("最新", "最近"),
    "TRIMMEAN": ("去极值平均",),
    "IF": ("如果", "若"),
    "IFS": ("多条件",),
    "SWITCH": ("匹配",),
    "BAND": ("分段",),
    "BLANK": ("为空",),
    "IFBLANK": ("空则", "如为空"),
    "AND": ("且",),
    "OR": ("或",),
    "NOT": ("非",),
    "CLAMP": ("限定",),
    "ABS": ("绝对值",),
    "INT": ("取整",),
    "ROUND": ("四舍五入",),
    "ROUNDUP": ("向上舍入", "进位"),
    "ROUNDDOWN": ("向下舍入", "舍去"),
    "MOD": ("余数", "求余"),
    "LINEAR": ("线性",),
    "STEPS": ("每档",),
    "WHOLE_STEPS": ("整档",),
    "DAYS": ("天数",),
    "WORKDAYS": ("工作日",),
    "RANK": ("名次", "排名"),
    "RANK_ASC": ("升序名次", "逆序名次"),
    "PEERS_AVG": ("同组平均",),
    "PEERS_MIN": ("同组最小",),
    "PEERS_MAX": ("同组最大",),
    "PEERS_COUNT": ("同组个数", "同组数量"),
    "PREV": ("上年同期",),
}

WINDOWS: Mapping[str, tuple[str, ...]] = {
    "THIS_MONTH": ("本月", "当月"),
    "THIS_QUARTER": ("本季", "本季度"),
    "THIS_HALF": ("本半年",),
    "TO_DATE": ("累计", "本年累计"),
}

TRUTHS: Mapping[bool, tuple[str, ...]] = {True: ("是", "真"), False: ("否", "假")}

INFIX: Mapping[str, str] = {"AND": "且", "OR": "或", "NOT": "非"}
