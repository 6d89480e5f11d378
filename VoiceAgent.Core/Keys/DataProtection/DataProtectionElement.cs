using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>One element of ASP.NET Core's data-protection key ring; its key material is sealed by the vault.</summary>
public sealed record DataProtectionElement
{
    public static DocumentCollection<DataProtectionElement> Collection { get; } = new()
    {
        Name = "data_protection",
        Id = element => element.Name,
    };

    public required string Name { get; init; }

    public required string Xml { get; init; }
}
