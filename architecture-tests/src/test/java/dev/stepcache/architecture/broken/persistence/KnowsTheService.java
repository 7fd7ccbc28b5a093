package dev.stepcache.architecture.broken.persistence;

import dev.stepcache.architecture.broken.http.Service;

/** Breaks: adapters know no other. */
public record KnowsTheService(Service service) {}
