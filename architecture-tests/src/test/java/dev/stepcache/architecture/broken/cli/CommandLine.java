package dev.stepcache.architecture.broken.cli;

/** Breaks nothing. */
public final class CommandLine {}
