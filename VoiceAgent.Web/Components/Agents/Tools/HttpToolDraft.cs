using VoiceAgent.Core.Tools.Http;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>An HTTP tool while it is edited.</summary>
public sealed class HttpToolDraft
{
    public HttpToolId Id { get; private init; } = HttpToolId.New();

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string Method { get; set; } = "GET";

    public string? Url { get; set; } = "https://";

    public string? Headers { get; set; }

    public List<SecretRow> Secrets { get; private init; } = [];

    public List<ArgumentRow> Arguments { get; private init; } = [];

    public bool IsRaw { get; set; }

    public string? RawSchema { get; set; }

    public string? Body { get; set; }

    public int TimeoutSeconds { get; set; } = 8;

    public string? Select { get; set; }

    public bool ChangesSomething { get; set; }

    public static HttpToolDraft From(HttpTool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var rows = ArgumentRow.From(tool.Schema);
        return new HttpToolDraft
        {
            Id = tool.Id,
            Name = tool.Name,
            Description = tool.Description,
            Method = tool.Method,
            Url = tool.Url,
            Headers = string.Join('\n', tool.Headers.Select(header => $"{header.Name}: {header.Value}")),
            Secrets = [.. tool.SecretHeaders.Select(header => new SecretRow { Header = header, IsStored = true })],
            Arguments = rows ?? [],
            IsRaw = rows is null,
            RawSchema = tool.Schema,
            Body = tool.Body,
            TimeoutSeconds = (int)tool.Timeout.TotalSeconds,
            Select = string.Join('\n', tool.Select),
            ChangesSomething = tool.ChangesSomething,
        };
    }

    public HttpTool ToTool() => new()
    {
        Id = Id,
        Name = (Name ?? string.Empty).Trim(),
        Description = (Description ?? string.Empty).Trim(),
        Method = Method,
        Url = (Url ?? string.Empty).Trim(),
        Headers = [.. Lines(Headers).Select(Header)],
        SecretHeaders = [.. NamedSecrets().Select(row => row.Header!.Trim())],
        Schema = IsRaw ? (RawSchema ?? string.Empty).Trim() : ArgumentRow.Schema(Arguments),
        Body = (Body ?? string.Empty).Trim(),
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Select = Lines(Select),
        ChangesSomething = ChangesSomething,
    };

    public IEnumerable<SecretRow> NamedSecrets() => Secrets.Where(row => !string.IsNullOrWhiteSpace(row.Header));

    private static string[] Lines(string? text) => (text ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static HttpToolHeader Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new HttpToolHeader(line, string.Empty) : new HttpToolHeader(line[..colon].Trim(), line[(colon + 1)..].Trim());
    }
}

/// <summary>A secret header while it is edited. Its value is only ever typed, never read back.</summary>
public sealed class SecretRow
{
    public string? Header { get; set; }

    public string? Value { get; set; }

    public bool IsStored { get; init; }
}
