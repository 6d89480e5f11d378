namespace VoiceAgent.Core.Tools.Http;

/// <summary>A tool that is one request to a web address. Holds no secret.</summary>
public sealed record HttpTool
{
    public required HttpToolId Id { get; init; }

    /// <summary>1 to 64 letters, digits, <c>_</c> and <c>-</c>; no two tools of an agent have the same.</summary>
    public required string Name { get; init; }

    /// <summary>For the model: what it does and when to use it.</summary>
    public required string Description { get; init; }

    /// <summary>GET, POST, PUT, PATCH or DELETE.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>https address; <c>{name}</c> in its path or query stands for the argument of that name.</summary>
    public required string Url { get; init; }

    /// <summary>Sent as they are; <c>{name}</c> stands for an argument.</summary>
    public IReadOnlyList<HttpToolHeader> Headers { get; init; } = [];

    /// <summary>Headers whose values are sealed in the vault and never shown.</summary>
    public IReadOnlyList<string> SecretHeaders { get; init; } = [];

    /// <summary>
    /// JSON sent as the body, in which a string <c>"{name}"</c> stands for the argument of that name; empty sends the arguments that the address
    /// does not hold. Not sent with GET and DELETE.
    /// </summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>JSON Schema of the arguments, of type object. As text: names in it may be such as no store takes for its own.</summary>
    public required string Schema { get; init; }

    public bool ChangesSomething { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>JSON pointers into the answer, of what the model is given; empty gives it all.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];
}

/// <summary>A header that everybody may read.</summary>
public sealed record HttpToolHeader(string Name, string Value);
