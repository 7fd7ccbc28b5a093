package dev.stepcache.application.access;

import dev.stepcache.domain.access.Permission;
import dev.stepcache.domain.access.PrincipalName;

/** A caller lacks a permission. It names no pipeline that the caller did not name. */
public final class AccessRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Permission needed;
  private final boolean hidden;

  AccessRefused(PrincipalName caller, Permission needed, boolean hidden) {
    super("%s has no grant of %s here".formatted(caller, needed.spelling()));
    this.needed = needed;
    this.hidden = hidden;
  }

  public Permission needed() {
    return needed;
  }

  /** Whether the caller must not even learn that there is such a pipeline. */
  public boolean isHidden() {
    return hidden;
  }

  /** Never null. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
