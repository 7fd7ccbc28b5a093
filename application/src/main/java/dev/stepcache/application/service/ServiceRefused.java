package dev.stepcache.application.service;

/** A service does not start like this; the message says why, and what to change. */
public final class ServiceRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ServiceRefused(String message) {
    super(message);
  }

  /** Never null. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
