package dev.stepcache.http.rest;

/** A request is not answered as was asked; the problem says why. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  Refused(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Refused(Problem.Kind kind, String detail) {
    this(new Problem(kind, detail));
  }

  static Refused notFound(String detail) {
    return new Refused(Problem.Kind.NOT_FOUND, detail);
  }

  Problem problem() {
    return problem;
  }
}
