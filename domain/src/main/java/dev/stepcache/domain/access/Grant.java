package dev.stepcache.domain.access;

/** One permission of one principal on the pipelines of a pattern. */
public record Grant(PrincipalName principal, Permission permission, PipelinePattern pipelines) {}
