"""Every reason to say no.

A refusal is a stable code and the data its sentence needs; the Chinese sentence stands in
`reports.wording`, the HTTP status in `STATUS` below. Raising one rolls the request back.

    form.*      the questionnaire or an answer to it
    rules.*     a rule set that contradicts itself
    sheet.*     votes typed into a spreadsheet
    file.*      a file that is no table
    roll.*      a list of people that cannot be imported
    questionnaire.*  a questionnaire being written
    interchange.*  a questionnaire or answers in a format of others
    stage.*     a step that is not open from here
    slip.*      a drawn slip that cannot be used
    stamp.*     a stamp that is not given, or is no stamp of ours
    box.*       the sealed box
    custody.*   the shares of a box key
    cosign.*    the machine of scrutineers that co-signs
    session.*   the meeting's numbers do not reconcile
    poll.*      a poll that cannot be set up or answered
    consultation.*  an opinion, or what is done with one
    publication.*  a published file that is not what it should be
    quotation.*  a poll that cannot stand beside an evaluation
    wording.*   words edited where none may be, that bring a result of their own, or are missing
    signin.*    the secretary's door
    voter.*     a voter who signs in
    desk.*      a ballot handed out by the staff, or a kiosk
    collected.*  a paper ballot that tellers enter
    press.*     a document the printing process could not make
    paper.*     a paper of an evaluation that is not there yet, or no longer a draft
    request.*   bytes that are no request of ours
"""

from typing import Final

STATUS: Final[dict[str, int]] = {
    "form.malformed": 400,
    "form.other_version": 409,
    "form.unknown_question": 400,
    "form.unknown_option": 400,
    "form.unknown_unit": 400,
    "form.not_a_number": 400,
    "form.repeated": 400,
    "form.missing": 400,
    "form.out_of_range": 400,
    "form.too_many": 400,
    "form.over_quota": 400,
    "form.too_few": 400,
    "form.too_long": 400,
    "form.too_large": 400,
    "form.unproofed": 409,
    "rules.contradiction": 409,
    "rules.unfit_grade": 409,
    "rules.missing_grade": 409,
    "rules.missing_item": 409,
    "rules.unfit_points": 409,
    "rules.unknown_preset": 404,
    "rules.malformed": 400,
    "sheet.unknown_word": 400,
    "sheet.twice": 400,
    "sheet.uneven": 400,
    "file.missing": 400,
    "file.too_large": 413,
    "file.unknown": 400,
    "file.web_page": 400,
    "file.old": 400,
    "file.active": 400,
    "file.swollen": 400,
    "file.broken": 400,
    "file.too_long": 400,
    "file.too_many_sheets": 400,
    "file.slow": 400,
    "roll.rejected": 400,
    "roll.empty": 409,
    "roll.no_weighting": 400,
    "roll.too_many_weightings": 400,
    "questionnaire.unknown": 404,
    "questionnaire.frozen": 409,
    "questionnaire.changed": 409,
    "questionnaire.unread": 409,
    "questionnaire.needed": 409,
    "questionnaire.rejected": 400,
    "interchange.rejected": 400,
    "interchange.unfit": 409,
    "interchange.unknown_format": 404,
    "interchange.no_spss": 503,
    "stage.not_from_here": 409,
    "slip.unknown": 404,
    "slip.voided": 410,
    "slip.spent_and_closed": 409,
    "slip.other_unit": 409,
    "slip.throttled": 429,
    "slip.none_printed": 409,
    "slip.too_late_to_print": 409,
    "stamp.too_many": 409,
    "stamp.after_outer": 409,
    "stamp.inner_first": 409,
    "stamp.other_envelope": 409,
    "stamp.not_genuine": 400,
    "stamp.no_key": 409,
    "stamp.unavailable": 503,
    "stamp.cosigner_away": 503,
    "stamp.cosigner_refused": 409,
    "box.wrong_length": 400,
    "box.not_open": 409,
    "box.paused": 409,
    "box.closed": 409,
    "box.over": 409,
    "box.void": 410,
    "box.still_open": 409,
    "box.wrong_key": 409,
    "box.other_manifest": 409,
    "box.wrong_leaf": 400,
    "box.other_list": 409,
    "box.no_ballot": 409,
    "box.not_stamped": 409,
    "box.ballot_twice": 409,
    "box.no_remark": 409,
    "box.no_reason": 409,
    "box.unbalanced": 409,
    "box.unreachable": 503,
    "box.not_made": 409,
    "cosign.not_sealed": 409,
    "cosign.too_late": 409,
    "cosign.no_keys": 409,
    "cosign.not_asked": 409,
    "cosign.not_in_place": 409,
    "cosign.print_again": 409,
    "cosign.malformed": 400,
    "cosign.other_evaluation": 400,
    "cosign.bad_token": 401,
    "cosign.not_named": 409,
    "cosign.no_request": 400,
    "cosign.no_folder": 400,
    "cosign.folder_taken": 409,
    "cosign.no_manifest": 503,
    "cosign.other_fingerprint": 400,
    "cosign.other_manifest": 409,
    "cosign.over": 409,
    "cosign.never_ran": 409,
    "custody.unknown_word": 400,
    "custody.not_all_words": 400,
    "custody.misread": 400,
    "custody.wrong_shares": 400,
    "custody.wrong_password": 400,
    "custody.impossible": 400,
    "custody.not_rehearsed": 409,
    "custody.malformed": 400,
    "custody.too_late": 409,
    "custody.kept_in_shares": 409,
    "custody.no_opened_file": 400,
    "session.over_return": 409,
    "session.no_quorum": 409,
    "session.unknown_group": 409,
    "session.over_voided": 409,
    "session.over_present": 409,
    "session.over_issued": 409,
    "session.box_mismatch": 409,
    "session.doors_mismatch": 409,
    "session.reason_missing": 400,
    "session.closing_past": 400,
    "session.attendance_missing": 409,
    "session.too_few_scrutineers": 400,
    "poll.not_open": 409,
    "poll.paused": 409,
    "poll.over": 409,
    "poll.void": 410,
    "poll.too_many_drawn": 409,
    "poll.no_closing": 400,
    "poll.unmendable": 409,
    "poll.questionnaire_changed": 409,
    "poll.no_redaction": 400,
    "consultation.no_subject": 400,
    "consultation.too_many_subjects": 400,
    "consultation.subject_twice": 400,
    "consultation.long_heading": 400,
    "consultation.long_text": 400,
    "consultation.untitled": 400,
    "consultation.no_deadline": 400,
    "consultation.past_deadline": 400,
    "consultation.unknown_evaluation": 400,
    "consultation.not_from_here": 409,
    "consultation.unmendable": 409,
    "consultation.not_open": 409,
    "consultation.over": 409,
    "consultation.void": 410,
    "consultation.crowded": 429,
    "consultation.full": 409,
    "consultation.nothing_written": 400,
    "consultation.name_missing": 400,
    "consultation.too_long": 400,
    "consultation.unknown_code": 404,
    "consultation.no_such_step": 409,
    "consultation.nothing_to_undo": 409,
    "consultation.no_merge": 400,
    "consultation.merged_into": 409,
    "consultation.review_over": 409,
    "consultation.words_missing": 400,
    "consultation.unreviewed": 409,
    "publication.malformed": 400,
    "quotation.not_published": 409,
    "quotation.too_early": 409,
    "quotation.too_late": 409,
    "quotation.nothing_chosen": 400,
    "quotation.place_twice": 400,
    "wording.no_slot": 400,
    "wording.own_result": 400,
    "wording.pending": 409,
    "signin.required": 401,
    "signin.wrong": 401,
    "signin.throttled": 429,
    "signin.weak_password": 400,
    "signin.already_set_up": 409,
    "signin.wrong_key": 401,
    "signin.incomplete": 400,
    "signin.starting_password": 403,
    "signin.other_office": 403,
    "signin.same_name": 409,
    "signin.unknown_account": 404,
    "signin.last_secretary": 409,
    "signin.second_person": 403,
    "voter.no_phone": 400,
    "voter.code_too_soon": 429,
    "voter.too_many_codes": 429,
    "voter.crowded_address": 429,
    "voter.codes_exhausted": 429,
    "voter.code_gone": 410,
    "voter.wrong_code": 401,
    "voter.phone_not_bound": 401,
    "voter.wrong_personal_code": 401,
    "voter.phone_too": 401,
    "voter.signed_out": 401,
    "voter.no_right": 403,
    "voter.no_door": 404,
    "desk.taken": 409,
    "desk.handed_before": 409,
    "desk.unknown_person": 404,
    "desk.closed": 409,
    "desk.no_kiosk": 401,
    "collected.unknown_serial": 404,
    "collected.used_serial": 409,
    "collected.not_open": 409,
    "collected.signed": 409,
    "collected.same_account": 409,
    "collected.entered_twice": 409,
    "collected.agreed": 409,
    "collected.unread": 409,
    "collected.over_issued": 409,
    "collected.other_return": 409,
    "collected.not_sealed": 409,
    "collected.none_printed": 409,
    "press.too_long": 413,
    "press.too_large": 413,
    "press.lacking": 409,
    "press.failed": 409,
    "press.stopped": 503,
    "paper.not_yet": 409,
    "paper.issued": 409,
    "request.malformed": 400,
    "request.too_large": 413,
    "request.foreign_origin": 403,
    "request.stale_page": 403,
    "request.bad_number": 400,
    "request.unknown_page": 404,
    "request.unavailable": 503,
    "request.not_printed": 503,
    "request.fault": 500,
}


class Refusal(Exception):
    """A named no: `code` from `STATUS`, `data` for its sentence.

    >>> Refusal("slip.voided").status
    410
    """

    def __init__(self, code: str, /, **data: object) -> None:
        """Refuse with a code of the table above; an unknown code is a programming error."""
        if code not in STATUS:
            raise KeyError(code)
        super().__init__(code, data)
        self.code: str = code
        self.data: dict[str, object] = data

    @property
    def status(self) -> int:
        """The HTTP status of this refusal."""
        return STATUS[self.code]
