"""Which properties of an element only lay it out, and which change what is asked."""

from typing import Final

from service.interchange.surveyjs.fields import Here, spell


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAYOUT: Final = _names(
    """
    type name title description titleLocation descriptionLocation hideNumber showNumber
    width minWidth maxWidth indent rightIndent startWithNewLine colCount colSpan size cols
    rows placeholder placeHolder requiredErrorText state id cssClasses css autoGrow
    allowResize acceptCarriageReturn searchEnabled searchMode allowClear autocomplete
    autoComplete isRequired useDisplayValuesInDynamicTexts showCommentArea hasComment
    commentText commentPlaceholder commentPlaceHolder errorLocation questionTitleLocation
    questionTitleWidth questionErrorLocation questionStartIndex showQuestionNumbers
    innerIndent visibleIf correctAnswer score titleTagName useTitleAsPlaceholder showTitle
    hideIfRowsEmpty showProgressBar navigationTitle navigationDescription
    navigationButtonsVisibility minping gridLayoutColumns effectiveColSpan
    storeOthersAsComment separateSpecialChoices textWrapEnabled textUpdateMode inputWidth
    closeOnSelect itemComponent renderAs renderMode showTooltip readOnlyCommentDisplay
    mobileRowDisplay verticalAlign alternateRows displayMode
    columnMinWidth rowTitleWidth showHeader isFixedSize progressBarTitle surveyTitle
    """
)
_KINDS: Final[dict[str, frozenset[str]]] = {
    "choices": _names(
        """
        choices hasOther showOtherItem otherText otherErrorText otherPlaceholder
        otherPlaceHolder hasNone showNoneItem noneText choicesOrder showClearButton
        hasSelectAll showSelectAllItem selectAllText minSelectedChoices
        maxSelectedChoices validators selectToRankEnabled longTap selectToRankAreasLayout
        selectToRankEmptyRankedAreaText selectToRankEmptyUnrankedAreaText
        selectToRankSwapAreas choicesMin choicesMax choicesStep
        """
    ),
    "boolean": _names(
        """
        labelTrue labelFalse valueTrue valueFalse swapOrder showCheckbox
        """
    ),
    "rating": _names(
        """
        rateMin rateMax rateStep rateValues rateCount rateType rateDisplayMode autoGenerate
        minRateDescription maxRateDescription mininumRateDescription maximumRateDescription
        displayRateDescriptionsAsExtremeItems rateDescriptionLocation scaleColorMode
        rateColorMode
        """
    ),
    "comment": frozenset(["maxLength", "validators"]),
    "text": frozenset(["inputType", "maxLength", "min", "max", "step", "validators"]),
    "matrix": _names(
        """
        columns rows isAllRowRequired eachRowRequired rowsOrder validators cellType
        """
    ),
    "panel": frozenset(["elements", "questions", "visibleIf"]),
}
_SAME_AS_ABSENT: Final[tuple[object, ...]] = (None, "", False, [], {})
"""Set to this, a property changes nothing."""
_ORDER: Final = ("none", "initial")


def deny_properties(here: Here, kind: str) -> None:
    """Object to every property that is neither layout nor read for this kind."""
    known = _LAYOUT | _KINDS.get(kind, frozenset())
    for name, value in here.members.items():
        if name == "visible":
            _deny_hidden(here, value)
            continue
        if name in {"correctAnswer", "score"}:
            here.desk.remark("correct", here.at)
        elif name in {
            "defaultValue",
            "defaultValueExpression",
            "defaultRowValue",
        } and value not in (_SAME_AS_ABSENT):
            here.deny("default", word=spell(value))
        elif name == "readOnly" and value is True:
            here.deny("read_only")
        elif name in {"choicesOrder", "rowsOrder"} and value not in _ORDER:
            _deny_order(here, name, value)
        elif name not in known and value not in _SAME_AS_ABSENT:
            here.deny("property", word=name)


def _deny_hidden(here: Here, value: object) -> None:
    """Nobody is shown it, unless a condition overrules that."""
    if value is False and not here.members.get("visibleIf"):
        here.deny("hidden")


def _deny_order(here: Here, name: str, value: object) -> None:
    if value == "random":
        here.deny("random")
    else:
        here.deny("property", word=name)


def deny_survey(here: Here) -> None:
    """Properties of the whole survey that change what is asked or of whom."""
    for name in ("triggers", "calculatedValues"):
        if here.members.get(name):
            here.deny("calculated")
    for name in (
        *("timeLimit", "timeLimitPerPage", "maxTimeToFinish", "maxTimeToFinishPage"),
        *("maxTextLength", "maxCommentLength"),
    ):
        if here.members.get(name):
            here.deny("property", word=name)
    if here.members.get("questionsOrder", "initial") not in _ORDER:
        here.deny("random")
    if here.members.get("mode") == "display":
        here.deny("read_only")
    for name in (
        "completedHtml",
        "completedHtmlOnCondition",
        "completedBeforeHtml",
        "loadingHtml",
        "navigateToUrl",
    ):
        if here.members.get(name):
            here.desk.remark("other_words", here.at, word=name)
