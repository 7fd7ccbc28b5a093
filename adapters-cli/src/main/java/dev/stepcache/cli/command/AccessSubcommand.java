package dev.stepcache.cli.command;

import dev.stepcache.application.access.Credentials;
import dev.stepcache.application.access.SecretVault;
import dev.stepcache.application.access.VaultKey;
import dev.stepcache.application.json.AccessDocuments;
import dev.stepcache.application.json.JsonObject;
import dev.stepcache.application.port.AccessBook.Credential;
import dev.stepcache.application.port.Store;
import dev.stepcache.cli.output.Table;
import dev.stepcache.cli.output.Table.Cell;
import dev.stepcache.domain.access.Grant;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be done about access; each opens the store that the options name. */
abstract sealed class AccessSubcommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private GlobalOptions global = new GlobalOptions();
  @Mixin private OutputOption output = new OutputOption();

  AccessSubcommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public final Integer call() {
    Settings settings = global.settings(invocation);
    try (Session session = invocation.sessions().open(settings)) {
      Store store = session.store();
      SecureRandom random = new SecureRandom();
      act(
          store,
          new Credentials(
              store.accessBook(),
              () -> new SecretVault(VaultKey.of(settings.environment(), settings.state()), random),
              random,
              store.history().clock()));
      return ExitCode.DONE;
    } catch (VaultKey.Unreadable unreadable) {
      throw CommandFailure.usage(unreadable.message());
    }
  }

  abstract void act(Store store, Credentials credentials);

  void answer(JsonObject document, String text) {
    if (output.isJson()) {
      invocation.console().answer(document);
    } else {
      invocation.console().answer(text);
    }
  }

  private static String sentence(List<Grant> grants) {
    return "%s on pipelines %s to %s"
        .formatted(
            grants.stream()
                .map(grant -> grant.permission().spelling())
                .collect(Collectors.joining(", ")),
            grants.getFirst().pipelines(),
            grants.getFirst().principal());
  }

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Grants a permission on the pipelines of a pattern.")
  static final class GrantOne extends AccessSubcommand {
    @Mixin private GrantArguments arguments = new GrantArguments();

    GrantOne(Invocation invocation) {
      super(invocation);
    }

    @Override
    void act(Store store, Credentials credentials) {
      List<Grant> grants = arguments.grants();
      grants.forEach(grant -> store.accessBook().grant(grant, store.history().clock().instant()));
      answer(AccessDocuments.grants(grants), "granted " + sentence(grants));
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Takes a grant away that was made just so; all other grants stay.")
  static final class Revoke extends AccessSubcommand {
    @Mixin private GrantArguments arguments = new GrantArguments();

    Revoke(Invocation invocation) {
      super(invocation);
    }

    @Override
    void act(Store store, Credentials credentials) {
      List<Grant> revoked = arguments.grants().stream().filter(store.accessBook()::revoke).toList();
      if (revoked.isEmpty()) {
        throw CommandFailure.notFound("there is no grant of " + sentence(arguments.grants()));
      }
      answer(AccessDocuments.grants(revoked), "revoked the grant of " + sentence(revoked));
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Shows all grants and credentials; no secret is among them.")
  static final class ListAll extends AccessSubcommand {
    ListAll(Invocation invocation) {
      super(invocation);
    }

    @Override
    void act(Store store, Credentials credentials) {
      List<Grant> grants = store.accessBook().grants();
      List<Credential> issued = store.accessBook().credentials();
      Table table = new Table();
      grants.forEach(grant ->
          table.row(
              Cell.plain(grant.principal().text()),
              Cell.plain(grant.permission().spelling()),
              Cell.plain(grant.pipelines().text())));
      issued.forEach(credential ->
          table.row(
              Cell.plain(credential.principal().text()),
              Cell.plain(AccessDocuments.kind(credential)),
              Cell.plain(credential.id())));
      answer(
          new JsonObject()
              .put("grants", grants.stream().map(AccessDocuments::grant).toList())
              .put("credentials", issued.stream().map(AccessDocuments::credential).toList()),
          table.isEmpty()
              ? "there are neither grants nor credentials"
              : String.join("\n", table.lines()));
    }
  }

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Issues a bearer token, and shows it this once.")
  static final class Token extends AccessSubcommand {
    @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "Who gets it.")
    private String principal = "";

    Token(Invocation invocation) {
      super(invocation);
    }

    @Override
    void act(Store store, Credentials credentials) {
      Credentials.IssuedToken issued = credentials.issueToken(Names.principal(principal));
      answer(
          new JsonObject()
              .put("id", issued.kept().id())
              .put("principal", principal)
              .put("token", issued.token()),
          issued.token());
    }
  }

  @Command(
      name = "key",
      mixinStandardHelpOptions = true,
      description = {
        "Issues an access key to sign requests with, as AWS SDKs do, and shows its secret this"
            + " once.",
        "The secret is kept encrypted, under STEPCACHE_VAULT_KEY, the file STEPCACHE_VAULT_KEY_FILE"
            + " or .stepcache/vault.key, which the service needs too."
      })
  static final class Key extends AccessSubcommand {
    @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "Who gets it.")
    private String principal = "";

    Key(Invocation invocation) {
      super(invocation);
    }

    @Override
    void act(Store store, Credentials credentials) {
      Credentials.IssuedKey issued = credentials.issueKey(Names.principal(principal));
      answer(
          new JsonObject()
              .put("id", issued.kept().id())
              .put("principal", principal)
              .put("secret", issued.secret()),
          "AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s"
              .formatted(issued.kept().id(), issued.secret()));
    }
  }

  @Command(
      name = "drop",
      mixinStandardHelpOptions = true,
      description = "Makes a token or key worth nothing.")
  static final class Drop extends AccessSubcommand {
    @Parameters(index = "0", paramLabel = "ID", description = "As list shows it.")
    private String id = "";

    Drop(Invocation invocation) {
      super(invocation);
    }

    @Override
    void act(Store store, Credentials credentials) {
      if (!store.accessBook().drop(id)) {
        throw CommandFailure.notFound("there is no token or key " + id);
      }
      answer(new JsonObject().put("id", id), "dropped " + id);
    }
  }
}
