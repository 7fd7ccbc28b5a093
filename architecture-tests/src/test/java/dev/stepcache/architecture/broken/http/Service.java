package dev.stepcache.architecture.broken.http;

/** Breaks nothing. */
public final class Service {}
