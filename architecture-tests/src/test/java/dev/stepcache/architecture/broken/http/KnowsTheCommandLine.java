package dev.stepcache.architecture.broken.http;

import dev.stepcache.architecture.broken.cli.CommandLine;

/** Breaks: adapters know no other. */
public record KnowsTheCommandLine(CommandLine commandLine) {}
