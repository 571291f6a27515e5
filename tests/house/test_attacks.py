"""The list of attacks, and the test that tries each; an attack without a test is not on it."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

TRIED: dict[str, tuple[str, ...]] = {
    # secrecy
    "F001": (
        "service/box/test_linkage.py::no_voter_is_brought_together_with_what_they_answered",
        "service/box/test_linkage.py::the_same_onlooker_brings_nearly_everybody_together",
        "service/box/test_linkage.py::no_commit_keeps_its_time",
        "journeys/test_secrets_stay_secret.py::rows_about_people_and_rows_of_the_box_never_share",
        "service/box/test_closing.py::after_the_close_neither_xmin_nor_place_tells_an_order",
        "service/stamping/test_stamping.py::after_the_close_rights_tell_neither_an_order",
        "service/box/test_stamped.py::after_the_close_neither_xmin_nor_place_tells_an_order",
    ),
    "F003": (
        "service/box/test_linkage.py::no_voter_is_brought_together_with_what_they_answered",
        "journeys/test_secrets_stay_secret.py::what_a_voter_sent_is_nowhere_on_the_disk",
        "service/box/test_faults.py::an_answer_is_nowhere_in_plain_before_the_box_is_opened",
    ),
    "F004": ("service/box/test_walls.py::no_column_of_the_box_can_hold_a_time_an_address",),
    "F006": (
        "journeys/test_secrets_stay_secret.py::what_a_voter_sent_is_nowhere_on_the_disk",
        "journeys/test_an_evaluation_from_slip_to_recount.py::from_the_slip_to_the_recount",
        "journeys/test_bad_input_is_refused.py::json_that_is_no_slip",
        "service/boards/stamps/test_two_doors.py::the_box_is_shown_no_cookie_no_slip",
    ),
    "F007": (
        "service/web/test_false_stamps_and_keys.py::a_scanned_manifest_must_be_this_page_s",
        "service/web/test_false_stamps_and_keys.py::keys_of_another_manifest_are_not_used",
    ),
    "F008": (
        "service/stamping/test_libcrypto.py::a_malformed_answer_of_the_registrar",
        "service/web/test_false_stamps_and_keys.py::a_false_stamp_is_not_used_and_told",
    ),
    "F009": (
        "journeys/test_secrets_stay_secret.py::before_publication_nothing_tells_more_than_how",
        "journeys/test_secrets_stay_secret.py::the_tally_sheet_and_the_remarks_never_become",
    ),
    "F010": (
        "journeys/test_secrets_stay_secret.py::before_publication_nothing_tells_more_than_how",
    ),
    "F012": (
        "service/boards/appraisals/test_running_an_evaluation.py::before_the_vote_opens_a_small",
        "service/boards/appraisals/test_a_sealed_evaluation.py::from_the_plan_to_the_recount",
    ),
    "F014": (
        "journeys/test_secrets_stay_secret.py::the_tally_sheet_and_the_remarks_never_become",
        "service/box/test_opening.py::remarks_come_out_apart_from_ballots_in_a_drawn_order",
        "service/box/test_linkage.py::no_voter_is_brought_together_with_what_they_answered",
        "surveys/tally/test_remarks.py::no_list_is_shorter_than_the_least",
        "surveys/tally/test_remarks.py::what_may_show_a_person_is_pointed_at",
    ),
    "F015": ("service/box/test_sealing.py::every_envelope_of_a_survey_has_one_length",),
    "F016": ("journeys/test_a_deputy_signs_in_and_votes.py::signs_in_votes_four_times",),
    "F017": ("service/web/test_pages_voting.py::nothing_leaves_the_phone_while_it_is_filled_in",),
    "F018": (
        "service/box/test_custody.py::shares_that_do_not_fit_are_refused",
        "service/cli/test_opening_away.py::a_file_that_holds_no_words_is_refused",
    ),
    "F019": (
        "journeys/test_secrets_stay_secret.py::the_box_is_not_opened_while_the_vote_runs",
        "service/box/test_opening.py::a_box_that_is_not_closed_is_not_opened",
    ),
    "F020": (
        "service/box/test_backups.py::a_backup_holds_envelopes_and_neither_an_answer_nor_a_key",
        "service/box/test_backups.py::on_another_host_without_the_keys_a_restored_box_stays_shut",
    ),
    # integrity
    "F021": (
        "journeys/test_two_hundred_at_once.py::two_hundred_slips_each_sent_twenty_times",
        "service/box/test_casting.py::two_processes_never_store_one_slip_twice",
        "service/box/test_stamped.py::two_processes_store_one_envelope_once",
    ),
    "F022": ("service/stamping/test_stamping.py::the_outer_stamp_is_for_one_envelope",),
    "F025": (
        "surveys/verification/test_forged_files.py::every_single_change_to_any",
        "surveys/verification/test_stamps.py::every_single_change_to_a_line_of_the_box",
        "surveys/verification/test_stamps.py::every_single_change_to_any_file_fails",
        "surveys/verification/test_cosigned.py::every_single_change_to_what_is_said",
    ),
    "F026": (
        "surveys/verification/test_forged_files.py::an_envelope_dropped_together_with_its",
        "surveys/verification/test_receipts.py::a_signed_receipt_whose_envelope_is_missing",
        "surveys/verification/test_stamps.py::an_envelope_and_its_ballot_dropped_together",
        "surveys/verification/test_stamps.py::the_dropped_pair_is_found_by_the_root",
        "surveys/verification/test_stamps.py::the_dropped_pair_is_found_by_the_receipt",
        "surveys/verification/test_stamps.py::the_dropped_pair_shows_as_one_more_who_took",
        "surveys/verification/test_openings.py::an_envelope_called_spoiled_that_opens_and_one",
    ),
    "F027": (
        "surveys/verification/test_stamps.py::ten_minted_envelopes_are_more_than",
        "surveys/verification/test_cosigned.py::a_registrar_who_mints_without_the_second_key",
        "service/cosigning/test_machine.py::a_registrar_alone_makes_no_stamp",
        "journeys/test_three_groups_from_the_plan_to_the_recount.py::seven_people_in_small_groups_go_on",
        "surveys/verification/test_openings.py::a_ballot_swapped_for_another_with_a_genuine",
    ),
    "F028": (
        "service/boards/entry/test_who_took_a_ballot.py::the_register_is_as_long_as_the_stamps",
        "service/boards/reception/test_at_the_desk.py::members_see_who_took_a_ballot_after",
        "service/boards/reception/test_at_the_desk.py::whoever_took_a_ballot_by_whatever_door",
    ),
    "F029": (
        "sql/test_frozen.py::form_rule_set_roll_and_manifest_stay_from_the_opening",
        "surveys/verification/test_forged_files.py::whatever_the_manifest_says",
    ),
    "F031": (
        "surveys/verification/test_stamps.py::an_envelope_laid_into_the_list_without",
        "service/box/test_stamped.py::an_enclosure_without_a_stamp_and_plain_noise",
    ),
    "F033": (
        "service/stamping/test_stamping.py::a_right_belongs_to_a_slip_or_a_person",
        "service/boards/entry/test_one_ballot_by_one_door.py::paper_at_the_desk_and_the_phone",
    ),
    "F034": (
        "service/boards/collected/test_entering_paper.py::differing_entries_are_decided_by_a_third",
        "service/boards/appraisals/test_every_door.py::by_phone_by_card_and_on_paper",
        "surveys/tally/test_conclusion.py::doors_that_do_not_add_up_are_refused",
        "surveys/verification/test_published_files.py::the_numbers_of_the_doors_add_up",
    ),
    "F035": (
        "journeys/test_bad_input_is_refused.py::a_slip_that_nobody_printed",
        "journeys/test_bad_input_is_refused.py::a_slip_that_was_voided",
        "journeys/test_bad_input_is_refused.py::a_slip_that_is_spent_gives_its_receipt",
        "journeys/test_secrets_stay_secret.py::the_code_of_a_slip_is_nowhere_on_the_disk",
        "service/box/test_casting.py::wrong_codes_are_throttled_and_right_ones_still_pass",
        "service/boards/stamps/test_two_doors.py::a_wrong_code_and_a_machine_that_tries",
    ),
    "F036": (
        "journeys/test_bad_input_is_refused.py::a_form_that_is_not_the_frozen_one",
        "service/box/test_opening.py::every_spoiled_envelope_is_counted_with_its_reason",
        "service/box/test_stamped.py::an_envelope_whose_inside_was_tampered_with",
        "service/box/test_hostile_devices.py::a_number_written_otherwise_spoils",
        "service/box/test_hostile_devices.py::a_remark_no_door_lets_pass_spoils",
        "service/box/test_hostile_devices.py::digits_with_a_line_end_behind_them",
    ),
    "F037": (
        "journeys/test_bad_input_is_refused.py::a_body_that_is_too_large",
        "service/box/test_stamped.py::an_envelope_of_another_length_is_refused",
    ),
    "F038": (
        "surveys/verification/test_two_counts_agree.py::the_recount_agrees_with_the_count",
        "surveys/verification/test_two_counts_agree.py::ten_thousand_random_ballots_are",
    ),
    "F058": ("service/box/test_casting.py::the_group_of_an_envelope_is_the_group_of_the_slip",),
    # auth
    "F040": (
        "service/boards/entry/test_phone_codes.py::a_stranger_s_number_is_answered",
        "service/boards/entry/test_phone_codes.py::known_and_unknown_numbers_cost_the_same",
    ),
    "F041": (
        "service/boards/entry/test_phone_codes.py::a_code_dies_after_five_tries",
        "service/boards/entry/test_phone_codes.py::five_codes_a_day_and_a_minute",
    ),
    "F043": ("service/boards/entry/test_phone_codes.py::of_one_code_sent_twenty_times",),
    "F044": ("service/boards/entry/test_phone_codes.py::a_code_stands_nowhere_in_the",),
    "F045": ("service/boards/entry/test_signing_in_to_vote.py::signing_in_gives_a_new_cookie",),
    "F046": ("service/boards/entry/test_signing_in_to_vote.py::signing_in_gives_a_new_cookie",),
    "F050": (
        "service/boards/reception/test_at_the_desk.py::a_lost_phone_gets_a_new_code_before_two",
    ),
    "F051": (
        "service/boards/entry/test_bound_phones.py::whoever_has_a_recycled_number",
        "service/boards/entry/test_bound_phones.py::on_a_bound_phone_the_code_alone",
    ),
    "F052": ("service/boards/entry/test_signing_in_to_vote.py::another_site_s_page_cannot_sign",),
    # web
    "F059": (
        "journeys/test_bad_input_is_refused.py::a_page_of_another_site_casts_nothing",
        "journeys/test_bad_input_is_refused.py::a_kind_of_body_that_no_page_of_ours_sends",
        "journeys/test_bad_input_is_refused.py::another_method_is_no_way_in",
    ),
    "F060": (
        "journeys/test_bad_input_is_refused.py::a_page_of_another_site_casts_nothing",
        "service/boards/stamps/test_two_doors.py::another_origin_however_it_is_written",
    ),
    "F062": (
        "journeys/test_bad_input_is_refused.py::a_receipt_code_that_cannot_be_one",
        "service/web/test_pages_voting.py::a_remark_is_shown_as_written_and_never_as_markup",
        "reports/rendering/test_safety.py::a_hostile_name_is_printed_as_text",
    ),
    "F064": ("journeys/test_bad_input_is_refused.py::a_refusal_is_a_page_for_people",),
    "F066": ("journeys/test_bad_input_is_refused.py::an_address_that_leads_nowhere",),
    "F067": ("journeys/test_bad_input_is_refused.py::a_refusal_is_a_page_for_people",),
    "F069": (
        "journeys/test_bad_input_is_refused.py::a_body_that_is_no_form",
        "journeys/test_bad_input_is_refused.py::json_that_is_no_slip",
    ),
    "F071": (
        "journeys/test_bad_input_is_refused.py::a_refusal_is_a_page_for_people",
        "journeys/test_secrets_stay_secret.py::a_fault_is_logged_by_its_places",
    ),
    "F084": ("reports/rendering/test_safety.py::the_fetcher_refuses",),
    "F091": ("journeys/test_bad_input_is_refused.py::an_address_that_leads_nowhere",),
    "F092": ("sql/test_roles.py::no_role_gets_past_its_job",),
    "F094": ("service/cli/test_verify.py::a_title_moves_no_cursor",),
    "F095": ("service/database/test_chronicle.py::a_chain_changed_past_the_database_is_found_out",),
    # reliability
    "F098": ("journeys/test_two_hundred_at_once.py::killing_the_web_process_and_then",),
    "F100": ("journeys/test_two_hundred_at_once.py::a_reply_that_is_lost_on_the_way",),
    "F101": ("service/box/test_closing.py::the_count_at_the_close_is_what_was_stored",),
    "F104": ("journeys/test_two_hundred_at_once.py::a_box_that_hangs_is_told_in_time",),
    "F112": ("service/box/test_faults.py::nothing_is_acknowledged_before_the_standby_has_it",),
}
"""Number of the attack → file and first words of the tests that try it."""


@pytest.mark.parametrize("attack", TRIED)
def test_an_attack_on_the_list_is_tried(attack: str) -> None:
    for place in TRIED[attack]:
        file, _, words = place.partition("::")
        story = (TESTS / file).read_text("utf-8")
        assert re.search(rf"^(async )?def test_{words}", story, re.MULTILINE), place


def test_a_test_that_names_an_attack_is_on_the_list() -> None:
    for path in TESTS.rglob("test_*.py"):
        named = set(re.findall(r"\bF(?:0\d\d|1[01]\d)\b", path.read_text("utf-8")))
        listed = {
            attack
            for attack, places in TRIED.items()
            if any(place.startswith(f"{path.relative_to(TESTS)}::") for place in places)
        }
        assert path == Path(__file__) or named <= listed, (path.name, named - listed)
