package dev.stepcache.architecture.broken.domain.appendix;

/** Breaks: chapters of the domain know earlier ones only; its own is none of them. */
public final class OfNoChapter {}
