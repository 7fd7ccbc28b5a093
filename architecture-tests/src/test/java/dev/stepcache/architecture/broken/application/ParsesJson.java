package dev.stepcache.architecture.broken.application;

import com.fasterxml.jackson.core.JsonFactory;

/** Breaks: JSON is parsed in one place. */
public record ParsesJson(JsonFactory factory) {}
