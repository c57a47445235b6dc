//! Stage 5, observation to observation: canonical units, periods, codes.
