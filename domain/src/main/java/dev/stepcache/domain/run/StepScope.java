package dev.stepcache.domain.run;

import dev.stepcache.domain.step.StepName;
import dev.stepcache.domain.step.StepType;

/**
 * Among which runs a source may be found: one step of one pipeline, one type, one kind (R3, R8).
 */
public record StepScope(PipelineId pipeline, StepName step, StepType type, RunKind kind) {}
