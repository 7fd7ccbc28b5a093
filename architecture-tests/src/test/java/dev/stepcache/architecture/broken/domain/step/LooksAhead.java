package dev.stepcache.architecture.broken.domain.step;

import dev.stepcache.architecture.broken.domain.run.ComesLater;

/** Breaks: chapters of the domain know earlier ones only. */
public record LooksAhead(ComesLater run) {}
