using System.Text.Json;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Fakes.Documents;

/// <summary>Documents as they are stored: comparable also where a record holds bytes, which records compare by reference.</summary>
internal static class StoredText
{
    public static string Of<T>(T document) => JsonSerializer.Serialize(document, DocumentJson.Options);
}
