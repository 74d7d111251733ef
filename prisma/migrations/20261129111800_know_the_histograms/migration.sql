-- The parts that histograms were laid into hold rows that the planner has not seen: until it has, it reads them as if they were none.
ANALYZE "rollup_bin";
