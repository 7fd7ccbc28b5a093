package dev.stepcache.architecture.broken.domain;

import io.vavr.control.Try;

/** Breaks: Vavr is Either, Validation and Seq. */
public record UsesTry(Try<String> answer) {}
