package dev.stepcache.architecture.broken.application;

import dev.stepcache.architecture.broken.persistence.Store;

/** Breaks: the application knows no adapter. */
public record KnowsAnAdapter(Store store) {}
