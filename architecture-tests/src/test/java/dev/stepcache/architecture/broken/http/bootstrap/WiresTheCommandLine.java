package dev.stepcache.architecture.broken.http.bootstrap;

import dev.stepcache.architecture.broken.cli.CommandLine;

/** Breaks: adapters know no other. Its wiring knows persistence, and nothing else. */
public record WiresTheCommandLine(CommandLine commandLine) {}
