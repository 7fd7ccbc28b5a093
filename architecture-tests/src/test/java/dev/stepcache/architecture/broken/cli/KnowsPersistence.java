package dev.stepcache.architecture.broken.cli;

import dev.stepcache.architecture.broken.persistence.Store;

/** Breaks: adapters know no other, but wiring knows persistence. */
public record KnowsPersistence(Store store) {}
