package dev.stepcache.application.access;

import dev.stepcache.application.port.AccessBook;
import dev.stepcache.domain.access.Grants;
import dev.stepcache.domain.access.PrincipalName;
import java.util.Set;

/** Makes callers of principals, with what is granted to them at that moment. */
public final class Callers {
  private static final PrincipalName LOCAL = new PrincipalName("local");
  private static final PrincipalName NOBODY = new PrincipalName("nobody");

  private final AccessBook book;
  private final AuditLog audit;
  private final Caller anybody;
  private final Caller nobody;

  public Callers(AccessBook book, AuditLog audit) {
    this.book = book;
    this.audit = audit;
    this.anybody = new Caller(LOCAL, Grants.all(LOCAL), new PurgesAlone(audit));
    this.nobody = new Caller(NOBODY, new Grants(Set.of()), audit);
  }

  /** A principal who proved who it is. */
  public Caller of(PrincipalName principal) {
    return new Caller(principal, new Grants(Set.copyOf(book.grants(principal))), audit);
  }

  /** Whoever asks where access is not controlled: everything is granted, and purges are kept. */
  public Caller anybody() {
    return anybody;
  }

  /** Who is not asked who it is, and sees what is for all. */
  public Caller nobody() {
    return nobody;
  }
}
