package dev.stepcache.architecture.broken.cli;

import dagger.Component;

/** Breaks: components are wiring. */
@Component
public interface HoldsAComponent {}
