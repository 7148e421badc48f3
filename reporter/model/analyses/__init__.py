"""What the analyses of more than one number return: one frozen value a module, each an ``Analysis``."""

from reporter.model.analyses.at_risk import AtRisk, RiskGroup
from reporter.model.analyses.balance import Balance
from reporter.model.analyses.base import Analysis, NotComputed, Share
from reporter.model.analyses.channels import Channel, Channels, Hours
from reporter.model.analyses.cohorts import Cohort, CohortCell, Cohorts
from reporter.model.analyses.drivers import Driver, DriverField, Drivers
from reporter.model.analyses.members import Contrast, Members, Side
from reporter.model.analyses.population import Margin, Population
from reporter.model.analyses.profile import LoyaltyProfile, ProfileMark, ProfileSign
from reporter.model.analyses.projection import ProjectedStep, Projection, SurvivalStep
from reporter.model.analyses.purchase import Estimate, HeldOutClass, HoldOut, ModelledSpending, Purchase
from reporter.model.analyses.quadrant import CornerId, Quadrant, QuadrantCorner
from reporter.model.analyses.reasons import Reason, Reasons
from reporter.model.analyses.rfm import Rfm, RfmCuts, RfmMove, RfmSegment
from reporter.model.analyses.scenarios import ChurnCost, Claim, Lever, Scenarios
from reporter.model.analyses.survival import Survival, SurvivalCurve, SurvivalPoint, SurvivalTest

__all__ = [
    "Analysis",
    "AtRisk",
    "Balance",
    "Channel",
    "Channels",
    "ChurnCost",
    "Claim",
    "Cohort",
    "CohortCell",
    "Cohorts",
    "Contrast",
    "CornerId",
    "Driver",
    "DriverField",
    "Drivers",
    "Estimate",
    "HeldOutClass",
    "HoldOut",
    "Hours",
    "Lever",
    "LoyaltyProfile",
    "Margin",
    "Members",
    "ModelledSpending",
    "NotComputed",
    "Population",
    "ProfileMark",
    "ProfileSign",
    "ProjectedStep",
    "Projection",
    "Purchase",
    "Quadrant",
    "QuadrantCorner",
    "Reason",
    "Reasons",
    "Rfm",
    "RfmCuts",
    "RfmMove",
    "RfmSegment",
    "RiskGroup",
    "Scenarios",
    "Share",
    "Side",
    "Survival",
    "SurvivalCurve",
    "SurvivalPoint",
    "SurvivalStep",
    "SurvivalTest",
]
