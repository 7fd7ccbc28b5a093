package dev.stepcache.architecture.broken.domain.run;

import dev.stepcache.architecture.broken.domain.step.ComesEarlier;

/** Breaks nothing: it looks back. */
public record ComesLater(ComesEarlier step) {}
