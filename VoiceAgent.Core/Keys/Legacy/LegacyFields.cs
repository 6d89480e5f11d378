using System.Text.Json;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>
/// Finds the stored keys in a document, whichever of the usual shapes it has: one document per key, a map or list of keys, fields such
/// as <c>openai_api_key</c> on the user; and fields that the operator named. Never fails: what cannot be read is an entry that says so.
/// </summary>
internal sealed class LegacyFields(LegacyFieldMap map)
{
    private const string TokenBeginning = "gAAAA";

    private readonly LegacyProviderNames _names = new(map.Aliases);

    public IReadOnlyList<LegacyEntry> Find(LegacyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var found = new Found(document, this);
        foreach (var (path, provider) in map.Fields)
        {
            if (At(document.Body, path) is { } value)
            {
                found.Add(path, provider, value, document.Body);
            }
        }

        AddDocumentOfOneKey(found, string.Empty, document.Body);
        foreach (var name in map.MapFields)
        {
            AddMap(found, name, Member(document.Body, name));
        }

        foreach (var member in document.Body.EnumerateObject())
        {
            AddField(found, member);
        }

        return found.Entries;
    }

    /// <summary>The user a document belongs to, and the address of a document that is a user.</summary>
    public (string? User, string? Email) UserOf(JsonElement document)
    {
        var email = FirstText(document, map.EmailFields);
        var named = map.UserFields.Select(name => Member(document, name)).FirstOrDefault(value => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null));
        var user = named.ValueKind is not JsonValueKind.Undefined ? ExtendedJson.Id(named) : email is null ? null : IdOf(document);
        return (string.IsNullOrEmpty(user) ? null : user, email);
    }

    public static string IdOf(JsonElement document) => ExtendedJson.Id(Member(document, "_id"));

    private void AddDocumentOfOneKey(Found found, string path, JsonElement document)
    {
        var provider = FirstText(document, map.ProviderFields);
        var key = map.KeyFields.FirstOrDefault(name => Member(document, name).ValueKind is not JsonValueKind.Undefined);
        if (string.IsNullOrWhiteSpace(provider) || key is null)
        {
            return;
        }

        found.Add(path + key, provider, Member(document, key), document);
        AddPublicKey(found, path, provider, document);
    }

    private void AddPublicKey(Found found, string path, string provider, JsonElement document)
    {
        var publicKey = map.PublicKeyFields.FirstOrDefault(name => !string.IsNullOrEmpty(ExtendedJson.Text(Member(document, name))));
        if (publicKey is not null && _names.Find(provider) is Providers.ProviderName.Telnyx)
        {
            found.Add(path + publicKey, "telnyx_public_key", Member(document, publicKey), document);
        }
    }

    private void AddMap(Found found, string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object))
            {
                AddDocumentOfOneKey(found, $"{name}.{index++}.", item);
            }
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var path = $"{name}.{member.Name}";
            var provider = LegacyProviderNames.IsPublicKey(member.Name) ? member.Name : LegacyProviderNames.InField(member.Name) ?? member.Name;
            var inner = member.Value.ValueKind is JsonValueKind.Object
                ? map.KeyFields.FirstOrDefault(key => Member(member.Value, key).ValueKind is not JsonValueKind.Undefined)
                : null;
            if (inner is null)
            {
                found.Add(path, _names.Find(member.Name) is null ? provider : member.Name, member.Value, member.Value);
                continue;
            }

            found.Add($"{path}.{inner}", provider, Member(member.Value, inner), member.Value);
            AddPublicKey(found, path + ".", provider, member.Value);
        }
    }

    /// <summary>A field of the document itself; one that nobody knows counts only when it holds what looks like a token.</summary>
    private void AddField(Found found, JsonProperty member)
    {
        if (LegacyProviderNames.IsPublicKey(member.Name))
        {
            found.Add(member.Name, member.Name, member.Value, found.Document.Body);
            return;
        }

        if (LegacyProviderNames.InField(member.Name) is not { } provider || map.KeyFields.Contains(member.Name) || map.MapFields.Contains(member.Name))
        {
            return;
        }

        if (_names.Find(provider) is not null || ExtendedJson.Text(member.Value)?.StartsWith(TokenBeginning, StringComparison.Ordinal) is true)
        {
            found.Add(member.Name, provider, member.Value, found.Document.Body);
        }
    }

    private static string? FirstText(JsonElement document, IReadOnlyList<string> names) =>
        names.Select(name => Member(document, name)).Where(value => value.ValueKind is JsonValueKind.String).Select(value => value.GetString()).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static JsonElement Member(JsonElement document, string name) =>
        document.ValueKind is JsonValueKind.Object && document.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement? At(JsonElement document, string path)
    {
        foreach (var name in path.Split('.'))
        {
            document = Member(document, name);
        }

        return document.ValueKind is JsonValueKind.Undefined ? null : document;
    }

    /// <summary>The entries of one document; a field counts once.</summary>
    private sealed class Found(LegacyDocument document, LegacyFields fields)
    {
        private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
        private readonly (string? User, string? Email) _owner = fields.UserOf(document.Body);

        public LegacyDocument Document => document;

        public List<LegacyEntry> Entries { get; } = [];

        /// <param name="around">The object that holds times and the active mark of this key; the document's count where it has none.</param>
        public void Add(string path, string provider, JsonElement value, JsonElement around)
        {
            if (!_paths.Add(path))
            {
                return;
            }

            Entries.Add(new LegacyEntry
            {
                Collection = document.Collection,
                DocumentId = IdOf(document.Body),
                Field = path,
                User = _owner.User,
                Email = _owner.Email,
                Provider = LegacyProviderNames.IsPublicKey(provider) ? Providers.ProviderName.Telnyx : fields._names.Find(provider),
                IsPublicKey = LegacyProviderNames.IsPublicKey(provider),
                Text = ExtendedJson.Text(value),
                UpdatedAt = fields.MomentIn(around) ?? fields.MomentIn(document.Body),
                IsActive = !fields.IsOff(around) && !fields.IsOff(document.Body),
            });
        }
    }

    private DateTimeOffset? MomentIn(JsonElement document) =>
        map.TimeFields.Select(name => ExtendedJson.Moment(Member(document, name))).FirstOrDefault(moment => moment is not null);

    /// <summary>A user who is marked inactive has inactive keys too.</summary>
    private bool IsOff(JsonElement document) => map.ActiveFields.Any(name => ExtendedJson.IsNo(Member(document, name)));
}
