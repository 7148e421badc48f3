"""Every flag that a reading can carry, once: its stable code and what the method page says of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reporter.model import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Message

SMALL_BASE: Final = "small_base"
LIMITED_BASE: Final = "limited_base"
SUPPRESSED: Final = "suppressed"
TRANSACTION: Final = "transaction"
KINDS_APART: Final = "kinds_apart"
SCALES_APART: Final = "scales_apart"
UNDATED: Final = "undated"
UNDATED_LEFT_OUT: Final = "undated_left_out"
NEWEST_ROUND: Final = "newest_round"
ROUNDS_OPEN: Final = "rounds_open"
SINGLE_ITEM: Final = "single_item"
OVERALL_ITEM: Final = "overall_item"
LOW_ALPHA: Final = "low_alpha"
INACTIVITY: Final = "inactivity"
CONTRACT_ONLY: Final = "contract_only"
TAU_FALLBACK: Final = "tau_fallback"
ANNUALISED: Final = "annualised"
NOT_ANNUALISED: Final = "not_annualised"
REVENUE_BASED: Final = "revenue_based"
LEFT_CENSORED: Final = "left_censored"
FEW_EVENTS: Final = "few_events"
ATTITUDE_ONLY: Final = "attitude_only"
BEHAVIOUR_ONLY: Final = "behaviour_only"
SATISFACTION_ONE_ITEM: Final = "satisfaction_one_item"
INCOMPLETE: Final = "incomplete"
HEAVY_CUSTOMER: Final = "heavy_customer"
UNPRICED: Final = "unpriced"
WEIGHTED: Final = "weighted"
UNEVEN_WEIGHTS: Final = "uneven_weights"
SKEWED: Final = "skewed"
WHOLE_DAYS: Final = "whole_days"
CASES_LEFT_OUT: Final = "cases_left_out"
CASES_PARTIAL: Final = "cases_partial"
UNDELIVERED: Final = "undelivered"
CREDIT_NOTES: Final = "credit_notes"
AS_IT_STANDS: Final = "as_it_stands"
LEFT_UNDATED: Final = "left_undated"
UNSEEN_LEAVING: Final = "unseen_leaving"
NEWER_ONLY: Final = "newer_only"

FLAGS: Mapping[str, Message] = MappingProxyType(
    {
        SMALL_BASE: msg("Small base (30–49): the margin of error is wide."),
        LIMITED_BASE: msg("Limited base (50–99)."),
        SUPPRESSED: msg("Not shown, for reasons of confidentiality."),
        TRANSACTION: msg(
            "Asked after single purchases or contacts; customers who answered more than once are allowed for."
        ),
        KINDS_APART: msg("Answers after single purchases are kept apart from those of the relationship survey."),
        SCALES_APART: msg("The question was asked on more than one scale; only the most used one counts."),
        UNDATED: msg("The answers carry no date and were placed in the period of the report."),
        UNDATED_LEFT_OUT: msg("Answers without a date were left out, because others in the same file have one."),
        NEWEST_ROUND: msg("The survey rounds carry no dates; only the newest by its name counts."),
        ROUNDS_OPEN: msg("The survey rounds carry no dates, and their names do not tell which is the newest."),
        SINGLE_ITEM: msg("Rests on one question."),
        OVERALL_ITEM: msg("Rests on the question about overall satisfaction of the customer satisfaction index."),
        LOW_ALPHA: msg("The questions of the index agree less than they should (Cronbach’s alpha below 0.7)."),
        INACTIVITY: msg("Without contracts a customer counts as lost when no order came within the time stated."),
        CONTRACT_ONLY: msg("Counts customers with a contract; customers with orders only are not blended in."),
        TAU_FALLBACK: msg("Too few repeat purchases to derive the time of inactivity: 365 days were used."),
        ANNUALISED: msg("Converted to a year."),
        NOT_ANNUALISED: msg("Periods under 90 days are not converted to a year."),
        REVENUE_BASED: msg("Based on revenue, because no margin was given."),
        LEFT_CENSORED: msg("The export starts too late to tell every new customer from a returning one."),
        FEW_EVENTS: msg("Fewer than 10 events: no trend is read from them."),
        ATTITUDE_ONLY: msg("Loyalty rests on attitude alone."),
        BEHAVIOUR_ONLY: msg("Loyalty rests on behaviour alone."),
        SATISFACTION_ONE_ITEM: msg("Satisfaction rests on one question instead of the three of the index."),
        INCOMPLETE: msg("The orders end before the period does."),
        HEAVY_CUSTOMER: msg("One customer makes more than a fifth of the revenue at the start of the period."),
        UNPRICED: msg("Customers with a contract without a monthly amount are left out."),
        WEIGHTED: msg("Answers are weighted as the export says, each between 0.2 and 5 times the median weight."),
        UNEVEN_WEIGHTS: msg("The weights are so uneven that the answers count for less than 60 % of their number."),
        SKEWED: msg("A few large customers weigh so much that the interval may be too narrow."),
        WHOLE_DAYS: msg("The export knows days only, no time of day: every day counts as 24 hours."),
        CASES_LEFT_OUT: msg("More than a tenth of the support cases lack the information, and are left out."),
        CASES_PARTIAL: msg("The support cases in the data do not cover the whole period."),
        UNDELIVERED: msg("More than a tenth of the orders that were due have no day of delivery; they count as late."),
        CREDIT_NOTES: msg("Credit notes that name no order are counted as one returned order each."),
        AS_IT_STANDS: msg("The share as it stands in the export: nothing says when those who left did so."),
        LEFT_UNDATED: msg("Those who left the newsletter on a day that nobody knows are left out."),
        UNSEEN_LEAVING: msg("Customers who bought only once count as alive, because the model cannot see them leave."),
        NEWER_ONLY: msg("Holds for newer customers only: those seen early in the export may be older than it."),
    }
)
