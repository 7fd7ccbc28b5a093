package dev.stepcache.architecture.broken.domain.step;

/** Breaks nothing. */
public final class ComesEarlier {}
