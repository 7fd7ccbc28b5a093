package dev.stepcache.architecture.broken;

/** Breaks: names say something. */
public final class StepManager {}
