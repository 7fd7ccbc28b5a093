package dev.stepcache.architecture.broken.unmarked;

/** Breaks: packages are null-marked. */
public final class Unmarked {}
