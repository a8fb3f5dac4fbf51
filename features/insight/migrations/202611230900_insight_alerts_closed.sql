-- Alerts that stand, in their order, and those that ended within a report's stretch: few of all there ever were.
create index insight_alerts_closed on insight_alerts (closed_at, opened_at, id);
