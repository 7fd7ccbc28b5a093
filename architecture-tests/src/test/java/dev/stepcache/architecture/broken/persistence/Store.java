package dev.stepcache.architecture.broken.persistence;

import dev.stepcache.architecture.broken.application.UseCase;
import javax.sql.DataSource;

/** Breaks nothing: it looks down, and SQL is its own. */
public record Store(DataSource source, UseCase useCase) {}
