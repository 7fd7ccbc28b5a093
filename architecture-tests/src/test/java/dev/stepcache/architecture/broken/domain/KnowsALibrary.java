package dev.stepcache.architecture.broken.domain;

import org.slf4j.Logger;

/** Breaks: the domain knows the JDK, Vavr, JSpecify and annotations of Immutables. */
public record KnowsALibrary(Logger logger) {}
