package dev.stepcache.architecture.broken.cli;

import java.sql.Connection;

/** Breaks: SQL is for persistence. */
public record RunsSql(Connection connection) {}
