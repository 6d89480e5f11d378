using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Opens the vault where the server, which does so at its start, does not run; nothing when it is open.</summary>
internal delegate Task OpenVault(CancellationToken cancellationToken);

/// <summary>Reads every stored key of the earlier system, decides whose it becomes, and seals it.</summary>
internal sealed class LegacyImport(LegacyKeyWriter writer, LegacyOwners owners, KeyVault vault, OpenVault open, IEnumerable<ILegacyStore> stores) : ILegacyImport
{
    /// <summary>As many tokens as a probe looks at.</summary>
    public const int ProbeSize = 50;

    public async Task<LegacyProbe> ProbeAsync(LegacyImportPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var ring = FernetKeyRing.Derive(plan.Secrets, plan.Derivation);
        var fields = new LegacyFields(plan.Fields);
        var (documents, found, tried, opened) = (0, 0, 0, 0);
        await foreach (var document in ReadAsync(plan.Source, plan.Collections, cancellationToken))
        {
            documents++;
            foreach (var entry in fields.Find(document).Where(entry => !string.IsNullOrWhiteSpace(entry.Text)))
            {
                found++;
                if (tried < ProbeSize && FernetToken.Parse(entry.Text) is { } token)
                {
                    tried++;
                    opened += ring.Probe(token) ? 1 : 0;
                }
            }
        }

        return new LegacyProbe { Documents = documents, Fields = found, Tried = tried, Opened = opened, Candidates = ring.Candidates };
    }

    public async Task<LegacyReport> RunAsync(LegacyImportPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.IsDryRun)
        {
            await open(cancellationToken);
            vault.EnsureOpen();
        }

        var owner = plan.OwnerEmail is null ? null : await owners.GetAsync(plan.OwnerEmail);
        var fields = new LegacyFields(plan.Fields);
        var (items, documents) = await CollectAsync(plan, fields, cancellationToken);
        using var ring = FernetKeyRing.Derive(plan.Secrets, plan.Derivation);
        foreach (var item in items)
        {
            Judge(item, ring, plan);
        }

        var candidates = ring.Candidates;
        if (owner is not null)
        {
            Waiting(items).ForEach(item => item.Owner = owner);
        }
        else
        {
            await FindOwnersAsync(Waiting(items), await EmailsAsync(plan, fields, cancellationToken));
        }

        await WriteAsync(Waiting(items), ring, plan.IsDryRun, cancellationToken);
        return new LegacyReport { IsDryRun = plan.IsDryRun, Documents = documents, Lines = [.. items.Select(item => item.Line())], Candidates = candidates };
    }

    private IAsyncEnumerable<LegacyDocument> ReadAsync(string source, IReadOnlyList<string> collections, CancellationToken cancellationToken) =>
        (stores.FirstOrDefault(store => store.Handles(source))
            ?? throw new LegacyImportException("The source is neither a file nor an address that starts with mongodb:// or mongodb+srv://."))
        .ReadAsync(source, collections, cancellationToken);

    private static List<Item> Waiting(List<Item> items) => [.. items.Where(item => item.Outcome is null)];

    private async Task<(List<Item> Items, int Documents)> CollectAsync(LegacyImportPlan plan, LegacyFields fields, CancellationToken cancellationToken)
    {
        var documents = 0;
        var items = new List<Item>();
        await foreach (var document in ReadAsync(plan.Source, plan.Collections, cancellationToken))
        {
            documents++;
            items.AddRange(fields.Find(document).Where(entry => plan.OnlyUser is null || entry.User == plan.OnlyUser).Select(entry => new Item(entry)));
        }

        return (items, documents);
    }

    private static void Judge(Item item, FernetKeyRing ring, LegacyImportPlan plan)
    {
        using var reading = LegacyReading.Read(item.Entry, ring);
        item.Outcome = reading.Problem ?? (item.Entry.IsActive || plan.IncludesInactive ? null : LegacyOutcome.Inactive);
        item.Detail = reading.Detail;
        item.Trimmed = reading.Trimmed;
        item.Origin = new KeyOrigin(item.Entry.Collection, item.Entry.DocumentId, item.Entry.Field, reading.TokenHash, reading.WrittenAt);
    }

    /// <summary>The address of each user of the earlier system, by the user's id.</summary>
    private async Task<Dictionary<string, string>> EmailsAsync(LegacyImportPlan plan, LegacyFields fields, CancellationToken cancellationToken)
    {
        var emails = new Dictionary<string, string>(StringComparer.Ordinal);
        if (plan.UsersSource is not null)
        {
            await foreach (var document in ReadAsync(plan.UsersSource, plan.UsersCollections, cancellationToken))
            {
                if (fields.UserOf(document.Body).Email is { } email)
                {
                    emails[LegacyFields.IdOf(document.Body)] = email;
                }
            }
        }

        return emails;
    }

    private async Task FindOwnersAsync(List<Item> items, Dictionary<string, string> emails)
    {
        var known = new Dictionary<string, LegacyOwner?>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            var email = item.Entry.Email ?? (item.Entry.User is { } user ? emails.GetValueOrDefault(user) : null) ?? string.Empty;
            if (!known.TryGetValue(email, out var owner))
            {
                known[email] = owner = await owners.FindAsync(email);
            }

            item.Owner = owner;
            item.Outcome = owner is null ? LegacyOutcome.UnknownOwner : null;
        }
    }

    private async Task WriteAsync(List<Item> items, FernetKeyRing ring, bool isDryRun, CancellationToken cancellationToken)
    {
        // Public keys last: each is added to a key that may be among the others.
        var groups = items.GroupBy(item => (item.Owner, item.Entry.Provider, item.Entry.IsPublicKey)).OrderBy(group => group.Key.IsPublicKey).ToList();
        var newTelnyxKeys = new HashSet<LegacyOwner>();
        foreach (var group in groups)
        {
            var newest = group.MaxBy(item => item.Origin!.WrittenAt)!;
            foreach (var older in group.Where(item => item != newest))
            {
                older.Outcome = LegacyOutcome.Superseded;
            }

            // Opened once more, so that no more than one key at a time lies open in memory.
            using var reading = LegacyReading.Read(newest.Entry, ring);
            if (group.Key.IsPublicKey)
            {
                var outcome = await writer.WritePublicKeyAsync(newest.Owner!, reading, isDryRun, cancellationToken);

                // In a dry run the key that would be there by now is not.
                newest.Outcome = isDryRun && newTelnyxKeys.Contains(newest.Owner!) && outcome is LegacyOutcome.NoTelnyxKey ? LegacyOutcome.Imported : outcome;
                continue;
            }

            newest.Outcome = await writer.WriteKeyAsync(newest.Owner!, newest.Entry.Provider!.Value, reading, newest.Origin!, isDryRun, cancellationToken);
            if (newest is { Entry.Provider: ProviderName.Telnyx, Outcome: LegacyOutcome.Imported })
            {
                newTelnyxKeys.Add(newest.Owner!);
            }
        }
    }

    /// <summary>One stored key on its way.</summary>
    private sealed class Item(LegacyEntry entry)
    {
        public LegacyEntry Entry => entry;

        /// <summary>Null while it is to be written.</summary>
        public LegacyOutcome? Outcome { get; set; }

        public string? Detail { get; set; }

        public bool Trimmed { get; set; }

        public KeyOrigin? Origin { get; set; }

        public LegacyOwner? Owner { get; set; }

        public LegacyLine Line() =>
            new(entry.Collection, entry.DocumentId, entry.Field, entry.User, entry.Provider, Outcome ?? LegacyOutcome.UnknownOwner, Trimmed, Detail);
    }
}
