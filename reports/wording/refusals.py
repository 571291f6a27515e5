"""What a refusal says: what happened, where, and what to do. One sentence a code."""

from collections.abc import Callable, Sequence
from typing import Final, cast

from reports.wording.complaints import explain_complaint
from reports.wording.consultations import say_stage as say_consultation_stage
from reports.wording.consultations import say_state
from reports.wording.faults import say_fault
from reports.wording.rule_complaints import complain
from reports.wording.spoiled import name_reason
from reports.wording.stages import say_stage
from surveys.questionnaire.complaint import Complaint as FormComplaint
from surveys.refusals import Refusal
from surveys.rules.complaints import Complaint as RuleComplaint

SENTENCES: Final[dict[str, str]] = {
    "form.malformed": "“{question}”的内容无法识别。请返回上一页重新填写。",
    "form.other_version": "测评表已经更新，这一页是旧的。请重新打开测评页，再填一次。",
    "form.unknown_question": "测评表里没有“{question}”这一题。请重新打开测评页。",
    "form.unknown_option": "“{question}”没有“{option}”这个选项。请重新选择。",
    "form.unknown_unit": "测评表里没有“{unit}”这个部门。请扫票卡上的二维码重新打开。",
    "form.not_a_number": "“{question}”应填数字，最多 {digits} 位小数。",
    "form.repeated": "“{question}”里同一个选项用了两次，或名次不连续。请重新排序。",
    "form.missing": "还没有选：{questions}。请补齐后再提交。",
    "form.out_of_range": "“{question}”应填 {low} 到 {high} 之间的数。",
    "form.too_many": "“{question}”最多选 {most} 项，现在选了 {chosen} 项。",
    "form.over_quota": "“{indicator}”一项最多给 {most} 个部门选“{grade}”，现在选了 {chosen} 个。",
    "form.too_few": "“{question}”至少选 {least} 项，现在选了 {chosen} 项。",
    "form.too_long": "文字太长，最多 {limit} 字。请缩短后再提交。",
    "form.too_large": "问卷太大：最多 {questions} 道题，选项、等次、部门和指标合计最多 {parts} 个。"
    "请分成几份问卷。",
    "form.unproofed": "测评表还有 {number} 处要改：{complaints}",
    "rules.contradiction": "计票规则自相矛盾：{complaints}",
    "rules.unfit_grade": "“{grade}”这一档在所选的计票规则里没有，请改用规则里的等次：{known}。",
    "rules.missing_grade": "计票规则要用到“{grade}”，测评方案的等次里没有。",
    "rules.missing_item": "计票规则的条件要看“{item}”这一项，测评方案的指标里没有。",
    "rules.unfit_points": "计票规则“{title}”与测评方案不一致：一个打分，一个选档，或者打分范围不同。",
    "rules.unknown_preset": "没有“{preset}”这套计票规则。",
    "rules.malformed": "计票规则文件读不懂：{detail}。请照这里改好文件，或改用预设的规则。",
    "sheet.unknown_word": "{at}：“{word}”不在规则里，或这一项不能选它。",
    "sheet.twice": "{at}：同一个部门的同一项写了两次。",
    "sheet.uneven": "{at}：票数合计与收回票数不符，或与同一部门其他项的收回、无效、弃权票数不同。",
    "file.missing": "文件是空的，或者还没有选文件。请先选好填好的表格。",
    "file.too_large": "文件超过 {limit} MB。表格里只要文字，请去掉图片和多余的工作表再试。",
    "file.unknown": "这不是 Excel（.xlsx）或 CSV 文件。请用 Excel 另存为 .xlsx 再试。",
    "file.web_page": "这是一个网页，只是名字像 Excel（有的系统导出的“.xls”就是这样）。请用 Excel 打开，另存为 .xlsx 再试。",
    "file.old": "这是旧版 .xls 文件，或加了打开密码。请用 Excel 另存为不加密码的 .xlsx 再试。",
    "file.active": "文件里有宏、外部链接或嵌入的对象，没有读。请另存为普通的 .xlsx 再试。",
    "file.swollen": "文件解开后太大，没有读。请把表格复制到一个新的 Excel 文件里再试。",
    "file.broken": "文件已损坏，读不出来。请用 Excel 打开后另存为 .xlsx 再试。",
    "file.too_long": "表格超过 {limit} 行或 {columns} 列。请删去空行、空列和多余的内容再试。",
    "file.too_many_sheets": "文件有超过 {limit} 张工作表，没有读。请把不用的工作表删去再试。",
    "file.slow": "文件太复杂，{seconds} 秒内没有读完，没有导入。请删去不用的部分再试。",
    "roll.rejected": "名册有 {number} 处要改，一个人也没有导入。请按下表改好后重新上传。",
    "roll.empty": "名册里还没有可以投票的人。请先导入名册。",
    "roll.no_weighting": "请填写计票组，一般只填“代表”。",
    "roll.too_many_weightings": "计票组最多 {limit} 个。请只填本次用到的计票组。",
    "questionnaire.unknown": "没有这份问卷，可能已经删除。请回到问卷列表看看。",
    "questionnaire.frozen": "这一版问卷已经被使用，不能删除。",
    "questionnaire.changed": "这份问卷刚在别的页面改过，这一页是旧的。请刷新页面再改。",
    "questionnaire.unread": "问卷文字里还有 {number} 处没有读懂。请先在“文字”里改好，再用逐题编辑。",
    "questionnaire.needed": "“{title}”不能删：“{by}”的显示条件要用它。请先改那一题的显示条件。",
    "interchange.rejected": "这份问卷文件有 {number} 处收不下，整份没有导入。请按下表改好后重新上传。",
    "interchange.unfit": "这份问卷不能写成 {format}：{reasons}。写成别的格式会丢掉这些内容，所以没有写。",
    "interchange.unknown_format": "没有“{format}”这种格式。",
    "interchange.no_spss": "这台机器没有装 SPSS 文件的组件。请管理员安装可选组件 spss，或先下载 Excel、CSV。",
    "questionnaire.rejected": "表格有 {number} 处要改，没有读入。请按下表改好后重新上传。",
    "stage.not_from_here": "现在是“{here}”，不能做“{there}”这一步。请刷新页面看看进行到哪里。",
    "slip.unknown": "没有这张票卡。请核对票卡上的 16 位号码；还不行，请找工作人员换一张。",
    "slip.voided": "这张票卡已经作废，不能投票。请找工作人员换一张。",
    "slip.spent_and_closed": "这张票卡已经投过，票在票箱里。投票已截止，回执不再重发。",
    "slip.other_unit": "这张票卡是评议另一个部门的。请扫票卡上的二维码打开对应的测评表。",
    "slip.none_printed": "还没有打印票卡。请先打印票卡，再开始投票。",
    "slip.too_late_to_print": "投票已经开始，不能再打印票卡。",
    "slip.throttled": "输错的号码太多，请过 1 分钟再试。",
    "stamp.too_many": "这一票已经在两台手机上填过，不能再换。请用原来的手机投出，或找工作人员。",
    "stamp.after_outer": "这张票已经封好，不能再改。请用封票的那台手机投出。",
    "stamp.inner_first": "投票的步骤没有按次序来，没有收下。请刷新页面重试。",
    "stamp.other_envelope": "已经封好一张票，只能投出那一张。请用封票的那台手机投出。",
    "stamp.not_genuine": "信封上的印记不对，没有收下这张票。请刷新页面重试；还不行，请找工作人员。",
    "stamp.no_key": "封票用的密钥还没有准备好，或者已经销毁。请找工作人员。",
    "stamp.cosigner_away": "监票人的联署机没有应答，请稍等再试；您的票没有丢，不会投重。",
    "stamp.cosigner_refused": "监票人的联署机没有给这一票联署。请找监票人看联署机上的说明。",
    "stamp.unavailable": "服务器暂时不能封票，您填的内容还在手机上。请稍后再试，不会投重。",
    "box.wrong_length": "信封的长度不对，没有收下这张票。请刷新页面重试。",
    "box.not_open": "投票还没有开始。请等主持人宣布，再打开这一页。",
    "box.paused": "投票暂停，请稍候。您填的内容还在手机上。",
    "box.closed": "投票已截止，这张票没有投出。",
    "box.over": "投票已截止，不再收票。结果公布以后，在首页可以看到。",
    "box.void": "本次测评已经作废，投过的票都不再计。请等工作人员通知。",
    "box.still_open": "投票还没有截止，不能开箱。",
    "box.wrong_key": "开箱密钥与测评方案记载的不一致，票箱没有打开。请联系系统管理员。",
    "box.other_manifest": "票箱是按另一份测评方案准备的，没有动它。请联系系统管理员。",
    "box.not_made": "票箱还在准备，请等几秒再开始投票。",
    "box.wrong_leaf": "封票清单里 {leaf} 这一行，信封和名字对不上。请重新下载待开票箱，再开一次。",
    "box.other_list": "开箱文件对应的不是这份封票清单。请重新下载待开票箱，再开一次。",
    "box.no_ballot": "开箱文件里有一张不属于这次测评的票（{nonce}），没有收下。",
    "box.not_stamped": "开箱文件里有没有盖章的票，没有收下。",
    "box.ballot_twice": "开箱文件里有一张票出现了两次（{nonce}），没有收下。请用 open-sealed 写出的原文件。",
    "box.no_remark": "开箱文件里有一条意见不是这张测评表能写出来的，或者意见比票还多（问题 {question}），没有收下。请用 open-sealed 写出的原文件。",
    "box.no_reason": "开箱文件里有废票的原因或张数不对（{group}，{reason}，{number} 张），没有收下。请用 open-sealed 写出的原文件。",
    "box.unbalanced": "开箱文件里“{group}”组的票和废票共 {opened} 张，票箱里有 {sealed} 个信封，对不上，没有收下。请用待开票箱重新开一次。",
    "box.unreachable": "服务器忙，还没有确认收到这张票。请不要关闭页面，稍后再点一次“确认投票”，不会投重。",
    "cosign.not_sealed": "只有“本机封票”的测评能由监票人联署。请先把方案改成本机封票。",
    "cosign.too_late": "投票已经开始或结束，不能再改由谁联署。",
    "cosign.no_keys": "盖章的钥匙还在准备，请过几秒再试。",
    "cosign.not_asked": "这次测评还没有写明由谁联署。请先填联署人的姓名。",
    "cosign.not_in_place": "监票人联署还没有办好：联署机的公开钥匙没有交上来。请到“监票人联署”一页交上，或者改回不联署。",
    "cosign.print_again": "票卡是在改定联署以前打印的。请重新打印票卡，以前的作废，再开始投票。",
    "cosign.malformed": "这不是联署机做出来的公开钥匙，或者文件坏了。请选那个文件夹里的 cosign-public.json。",
    "cosign.other_evaluation": "这份公开钥匙不是照这次测评的联署请求做的。请重新下载联署请求，再做一次。",
    "cosign.bad_token": "网站不认这份联署请求：可能已经改回不联署，或者换了请求。请向秘书要新的联署请求。",
    "cosign.not_named": "冻结的测评方案里没有这台机器的钥匙。请与秘书核对，不要联署。",
    "cosign.no_request": "这不是工作台给的联署请求。请选下载的 cosign-request.json。",
    "cosign.no_folder": "{path} 里没有联署钥匙，或者文件坏了。请先用 cosign make 做钥匙。",
    "cosign.folder_taken": "{path} 已经有联署钥匙，或者另一个联署程序正在用它。每次测评用一个新文件夹，一次只运行一个。",
    "cosign.no_manifest": "从网站取不到测评方案。请核对地址和网络；票卡打印以后才有方案。",
    "cosign.other_fingerprint": "网站给的测评方案与您填的指纹不符，没有联署。请核对大屏幕、公告上的方案指纹（至少前 16 位）。",
    "cosign.other_manifest": "这个文件夹已经为另一份测评方案联署过，不能再换。",
    "cosign.over": "这台机器已经结束联署，不再联署。",
    "cosign.never_ran": "这台机器还没有联署过，没有可以报告的。",
    "custody.unknown_word": "第 {at} 个词“{word}”不在词表里，大概是抄错或打错了。请对着分钥匙单再看一眼。",
    "custody.not_all_words": "只有 {number} 个词，一份分钥匙是 {words} 个词。请从头到尾再输一遍。",
    "custody.misread": "词都认得，但合起来不对：有的词看错了，或者顺序错了。请对着分钥匙单逐个核对。",
    "custody.wrong_shares": "这几份分钥匙合不成票箱钥匙。请核对每一份的 33 个词，至少要 {needed} 份不同的。",
    "custody.wrong_password": "试开口令不对。请由监票人合起分钥匙，重新试开一次。",
    "custody.impossible": "分钥匙分不成：{names} 人持钥、{needed} 人开箱。持钥人要有 2 到 {most} 名、名字不重复，开箱人数不少于 2、不多于持钥人数。",
    "custody.malformed": "这不是票箱公钥文件。请选做钥匙时那个文件夹里的 box-key.json。",
    "custody.kept_in_shares": "钥匙由监票人保管，系统打不开这只票箱。请到“监票人持钥”一页，拿去开箱。",
    "custody.no_opened_file": "这不是开箱文件。请选监票人开箱以后得到的 opened.json。",
    "custody.too_late": "已经开始投票，不能再换保管钥匙的办法。",
    "custody.not_rehearsed": "分钥匙还没有试开过，不能开始投票。",
    "session.over_return": "收回 {returned} 张，多于发出 {issued} 张，本次测评无效，须作废重测。",
    "session.no_quorum": "实到 {present} 人，应到 {entitled} 人，不够法定人数，不能测评。",
    "session.unknown_group": "计票规则里没有这些计票组：{groups}。请核对名册和计票规则。",
    "session.over_voided": "作废票卡 {voided} 张，多于印制 {printed} 张。请核对作废数。",
    "session.over_present": "实到 {present} 人，多于应到 {entitled} 人。请核对实到人数。",
    "session.over_issued": "发出 {issued} 张，多于实到 {present} 人。没有发出去的票卡要先作废。",
    "session.box_mismatch": (
        "票箱里密封票 {sealed} 张，开出 {opened} 张，打不开 {unopened} 张，合不上，不能计票。"
    ),
    "session.doors_mismatch": (
        "电子票发出 {issued} 张、收回 {returned} 张，纸质票发出 {paper} 张、收回 {collected} 张，"
        "各种投票方式合不上，不能计票。"
    ),
    "session.closing_past": "预定的截止时间要晚于现在。",
    "session.reason_missing": "请写明理由；理由会记入办理记录。",
    "session.attendance_missing": "还没有填实到人数。请先填写，再开箱。",
    "session.too_few_scrutineers": "至少要有 {least} 名监票人确认，且姓名不能重复。",
    "poll.not_open": "这份问卷还没有开始{begins}。",
    "poll.paused": "问卷暂停，请稍候。您填的内容还在手机上。",
    "poll.over": "这份问卷已经截止，不再收答卷。结果公布以后，在首页可以看到。",
    "poll.void": "这份问卷已经作废，交过的答卷都不再计。",
    "poll.too_many_drawn": "“{group}”名册上能参加的只有 {size} 人，抽不出 {wanted} 人。",
    "poll.no_closing": "请填写截止时间；到时间自动截止。",
    "poll.unmendable": "问卷已经定稿，不能再改。要改请作废后重新设立。",
    "poll.questionnaire_changed": "存草稿以后，问卷又改过。请返回，按“修改”再保存一次草稿，就用改过的问卷；看一遍题目再定稿。",
    "poll.no_redaction": "请写好改写后要公布的话；不想公布就选“不公布”。",
    "consultation.no_subject": "还没有填征求意见的内容：分段写正文，或者列出部门，至少有一样。",
    "consultation.too_many_subjects": "正文分段和部门合计最多 {most} 项。",
    "consultation.subject_twice": "“{word}”写了两次。每一段的标题、每个部门只能出现一次。",
    "consultation.long_heading": "第 {number} 项的标题太长，最多 {most} 个字。标题单独写一行，正文从下一行开始。",
    "consultation.long_text": "“{heading}”这一段超过 {most} 字，请分成几段。",
    "consultation.untitled": "还没有填征询的名称。",
    "consultation.no_deadline": "请填写截止时间，例如 2026-09-10 18:00。",
    "consultation.past_deadline": "截止时间已经过了，请改成以后的时间。",
    "consultation.unknown_evaluation": "选的测评不在了，请重新选。",
    "consultation.not_from_here": "这次征询现在是“{here}”，不能做“{there}”这一步。请刷新页面看看进行到哪里。",
    "consultation.unmendable": "征询已经开始，内容不能再改。要改请作废后重新起草。",
    "consultation.not_open": "这次征求意见还没有开始。",
    "consultation.over": "这次征求意见已经截止，不再收意见。您写的内容没有提交。",
    "consultation.void": "这次征求意见已经作废。",
    "consultation.crowded": "现在提交的人太多，您的意见还没有收下，填的内容还在。请过一两分钟再提交。",
    "consultation.full": "这次征询收到的意见已经到了上限，不能再收。请直接联系主席团。",
    "consultation.nothing_written": "还没有写意见。在任何一段下面写一句就可以提交。",
    "consultation.name_missing": "这次是实名征询，请填写姓名。",
    "consultation.too_long": "有一处意见太长，最多 {most} 字，请减去 {over} 字再提交。",
    "consultation.unknown_code": "没有这个查询码。请照提交以后给您的 16 位查询码再输入一次。",
    "consultation.no_such_step": "这条意见现在是“{here}”，不能再“{there}”。要改主意，请先撤回上一步。",
    "consultation.nothing_to_undo": "这条意见还没有处理过，没有可以撤回的。",
    "consultation.no_merge": "不能并入第 {number} 条：要并入的那一条应当是已经采纳的另一条意见。",
    "consultation.merged_into": "第 {number} 条已经并入这一条，请先撤回那一条的合并。",
    "consultation.review_over": "汇总已经印出，意见不能再改动；现在只能补录答复。",
    "consultation.words_missing": "请把这一步要写的话填上，最多 {most} 字。",
    "consultation.unreviewed": "还有 {number} 条意见没有处理，处理完才能汇总。",
    "publication.malformed": "公布的文件无法识别：{detail}。请重新下载，用没有改动过的原文件。",
    "quotation.not_published": "这份民意调查还没有公布，不能引用：公布时，人数少的格子才受到保护。请先公布它，再回来选。",
    "quotation.too_early": "测评还是草稿，部门还可能改。请先定稿，再选民意调查。",
    "quotation.too_late": "测评已经公布、正在公布，或者已经作废，并列的民意调查不能再改。",
    "quotation.nothing_chosen": "还没有给任何一个部门选题目。一个也对不上，这份调查就不能并列。",
    "quotation.place_twice": "“{label}”选给了两个部门。一处回答只说一个部门，请改好再保存。",
    "wording.no_slot": "“{slot}”不是可以改的文字。数字和结果由程序填写，不能修改。",
    "wording.pending": "还有 {number} 处写着“待填”，不能印发。请先填好，或者清空。",
    "wording.own_result": "“{found}”不是这份文件里的结果。改文字时不能写进新的票数、比率或得分。",
    "signin.required": "请先登录。",
    "signin.wrong": "姓名或者密码不对。",
    "signin.throttled": "试错次数太多，请过 {minutes} 分钟再试。",
    "signin.weak_password": "密码至少 {least} 位，且不能是常见密码。",
    "signin.already_set_up": "密码已经设过，请直接登录。",
    "signin.wrong_key": "启动密钥不对。请看启动程序的窗口里印出的 16 位密钥。",
    "signin.incomplete": "请把每一栏都填上。",
    "signin.starting_password": "请先换成自己的密码，再开始工作。",
    "signin.other_office": "{name}，这一页不归您的岗位管，请找秘书。",
    "signin.same_name": "已经有一位“{name}”了。请加上单位再添，例如“{name}（财政所）”。",
    "signin.unknown_account": "没有这位工作人员，或者已经停用。",
    "signin.last_secretary": "至少要留一位秘书，不能停用自己。",
    "signin.second_person": (
        "这一步要两个人一起办：请另一位工作人员填上自己的姓名和密码；"
        "还在用初始密码的，请先登录一次，换成自己的密码。"
    ),
    "voter.no_phone": "请填 11 位手机号。",
    "voter.code_too_soon": "刚才已经要过验证码，收到的那一个还能用。没收到，请过 {seconds} 秒再要。",
    "voter.too_many_codes": "这个手机号今天要验证码的次数太多。请到签到处领票卡或纸质票。",
    "voter.crowded_address": "这个网络里一小时内要验证码的次数太多。请关掉 WLAN，改用手机流量再试；还不行，请到签到处领票卡或纸质票。",
    "voter.codes_exhausted": "现在要验证码的人太多，请过一会儿再试，或到签到处领票卡、纸质票。",
    "voter.code_gone": "验证码已经失效：可能过了 5 分钟、试错了 5 次，或者换了浏览器。请重新获取；试错 5 次的要等 15 分钟，等不及就到签到处领票。",
    "voter.wrong_code": "验证码不对。请核对 6 位数字，再试一次。",
    "voter.phone_not_bound": "验证码对了。这台手机第一次登录，还要填工作人员发给您本人的绑定码；没有的，请到签到处。",
    "voter.wrong_personal_code": "绑定码不对，或者已经用过。请照纸条核对；还不行，请到签到处补一张。",
    "voter.phone_too": "这个绑定码要和手机验证码一起用。请先填手机号，获取验证码；换了号的，请到签到处。",
    "voter.signed_out": "登录已经过期，票还没有投出。您填的内容还在手机上，请重新登录后接着投。",
    "voter.no_right": "您不在这次测评的登录投票名册里，或者已经在签到处领了票。有疑问请找工作人员。",
    "voter.no_door": "这次测评不用手机登录投票。请用现场抽取的票卡，或找工作人员。",
    "desk.taken": "{name} 已经在手机上领票，不能再领票卡或纸质票。",
    "desk.handed_before": "{name} 先前已经在签到处领过票。",
    "desk.unknown_person": "名册里没有这个人，或者这次测评没有开手机登录投票。",
    "desk.closed": "投票已经截止，不能再发票。",
    "desk.no_kiosk": "这台设备还没有设成投票机。请工作人员登录后，从签到台启动。",
    "collected.unknown_serial": "没有印过这个票号。请核对纸质票上的 8 位票号。",
    "collected.used_serial": "这个票号的票已经封进票箱，或者已经作废，不能再录。",
    "collected.not_open": "现在不能录入纸质票：要在投票中或暂停时录，截止前录完。",
    "collected.signed": "纸质票已经核对签字，不能再录。",
    "collected.same_account": "这张票您已经录过一遍。请换另一位计票人录第二遍。",
    "collected.entered_twice": "这张票已经有两个人录过。两遍不一致的，由第三人裁定。",
    "collected.agreed": "这张票两遍录入一致，不需要裁定。",
    "collected.unread": "还有 {number} 张票没有录完两遍，或者两遍不一致还没有裁定。",
    "collected.over_issued": "{pile}：发出 {issued} 张，多于印制的 {printed} 张，或者少于收回的 {returned} 张。请核对。",
    "collected.other_return": "{pile}：填的收回 {returned} 张，录入的是 {entered} 张。收回要等于有效加无效，请核对。",
    "collected.not_sealed": "录入的纸质票还没有封进票箱。请先核对签字、封入票箱，再截止投票。",
    "collected.none_printed": "这次测评没有印纸质票。",
    "press.too_long": "这份文件排版超过 {seconds} 秒，已经停下，其他工作没有受影响。请把长表改用 Excel 文件，或者稍后再试。",
    "press.too_large": "这份文件太大，打印用的内存不够，已经停下，其他工作没有受影响。请把长表改用 Excel 文件。",
    "press.lacking": "这台机器缺少排版库，不能生成 PDF；Word 和 Excel 文件照常能用。请运行 minping doctor 看缺什么。",
    "press.failed": "这份文件没有排成。请把文件名称告诉系统管理员查看日志。",
    "press.stopped": "打印程序中途停了，会自动重新启动。请再打印一次。",
    "paper.not_yet": "现在还不能出这份文件：{when}。",
    "paper.issued": "这份文件已经签发，文字不能再改。",
    "request.malformed": "请求内容无法识别。请返回上一页再试。",
    "request.too_large": "提交的内容太大，这里最多收 {limit}。",
    "request.foreign_origin": "这个请求不是从本站页面发出的，没有处理。",
    "request.bad_number": "请填 0 到 {most} 的整数。",
    "request.stale_page": "这一页是旧的，没有处理。请回到工作台，刷新后再做一次。",
    "request.unknown_page": "没有这个页面。请检查网址。",
    "request.not_printed": "没有打印成功。请稍后再打印一次；"
    "还不行，请运行 minping doctor 检查字体。",
    "request.fault": "服务器出错了，不能确认您填的内容是否已经提交。请稍后再试；还不行，"
    "请把编号 {incident} 告诉工作人员。",
    "request.unavailable": "服务器忙，这一步没有得到确认。请稍后刷新页面，核对后再试。",
}


def explain(refusal: Refusal) -> str:
    """The sentence of a refusal.

    >>> explain(Refusal("box.paused"))
    '投票暂停，请稍候。您填的内容还在手机上。'
    """
    return SENTENCES[refusal.code].format_map(
        {key: _say(value) for key, value in _named(refusal).items()}
    )


def _named(refusal: Refusal) -> dict[str, object]:
    """Stages, states and reasons by their names, what a decoder minds in plain words."""
    say = _SAID.get(refusal.code)
    return {key: say(str(word)) for key, word in refusal.data.items()} if say else refusal.data


_SAID: Final[dict[str, Callable[[str], str]]] = {
    "stage.not_from_here": say_stage,
    "consultation.not_from_here": say_consultation_stage,
    "consultation.no_such_step": say_state,
    "box.no_reason": name_reason,
    "publication.malformed": say_fault,
    "rules.malformed": say_fault,
}


def _say(value: object) -> str:
    match value:
        case tuple() | list():
            parts = cast("Sequence[object]", value)
            return "；".join(_say(part).removesuffix("。") for part in parts)
        case FormComplaint():
            return explain_complaint(value)
        case RuleComplaint():
            return complain(value)
        case _:
            return str(value)
