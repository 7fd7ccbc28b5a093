package dev.stepcache.architecture.broken.application.json;

import com.fasterxml.jackson.core.JsonFactory;

/** Breaks nothing. */
public record ParsesJsonInItsPlace(JsonFactory factory) {}
