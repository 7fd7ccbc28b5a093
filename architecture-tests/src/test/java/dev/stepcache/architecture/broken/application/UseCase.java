package dev.stepcache.architecture.broken.application;

/** Breaks nothing: adapters may know it. */
public final class UseCase {}
