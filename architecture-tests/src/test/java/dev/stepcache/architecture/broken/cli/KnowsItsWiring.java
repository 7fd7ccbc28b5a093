package dev.stepcache.architecture.broken.cli;

import dev.stepcache.architecture.broken.cli.bootstrap.Wiring;

/** Breaks: nothing knows its wiring. */
public record KnowsItsWiring(Wiring wiring) {}
