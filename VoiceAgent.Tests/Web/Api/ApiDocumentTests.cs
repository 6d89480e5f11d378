using System.Reflection;
using System.Text.Json;
using VoiceAgent.Web.Api;

namespace VoiceAgent.Tests.Web.Api;

[Trait("Kind", "Host")]
public sealed class ApiDocumentTests(ApiApp app) : IClassFixture<ApiApp>
{
    private static readonly Dictionary<Type, string[]> Members = new()
    {
        [typeof(CallList)] = ["Calls", "Total"],
        [typeof(CallResource)] = ["AgentId", "AgentName", "AnsweredAt", "Direction", "EndReason", "EndedAt", "From", "Id", "Problem", "Reference", "StartedAt", "State", "To"],
        [typeof(CallDetail)] = ["Call", "Incidents", "Interruptions", "Providers", "Transcript", "Turns"],
        [typeof(CallIncident)] = ["AtMs", "Kind", "Provider", "TakenOverBy"],
        [typeof(TranscriptLineResource)] = ["AtMs", "Language", "Speaker", "Text", "Unheard"],
        [typeof(TurnResource)] =
        [
            "EndOfUtteranceDelayMs", "Interrupted", "TimeToFirstByteMs", "TimeToFirstTokenMs", "TranscriptionDelayMs", "Turn", "VoiceToVoiceMs",
        ],
        [typeof(KeyList)] = ["Keys"],
        [typeof(KeyResource)] =
        [
            "Category", "ExpiresOn", "Fingerprint", "HasWebhookPublicKey", "LastUsedAt", "MissingRights", "Provider", "Region", "Status", "StoredFor", "Tail",
            "TestedAt", "UpdatedAt", "Usable",
        ],
        [typeof(SavedKey)] = ["Key", "Warning"],
        [typeof(KeyTestOutcome)] = ["Detail", "Key", "Verdict"],
        [typeof(Readiness)] = ["Missing", "Ready", "Warnings"],
        [typeof(MissingItem)] = ["ActionUrl", "Category", "Message", "Providers", "Reason"],
        [typeof(ApiProblem)] = ["Agents", "Code", "Detail", "Errors", "Missing", "Status", "Title", "Type"],
        [typeof(AgentReference)] = ["Id", "Name"],
    };

    [Fact]
    public async Task The_document_describes_every_operation_its_answers_and_how_to_sign_in()
    {
        using var http = new HttpClient();
        var document = JsonDocument.Parse(await http.GetStringAsync(new Uri(app.App.Address, "/api/v1/openapi.json"))).RootElement;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value))).ToList();
        Assert.Equal(
            [
                "delete /api/v1/keys/{provider}", "get /api/v1/calls", "get /api/v1/calls/{id}", "get /api/v1/keys", "get /api/v1/keys/readiness", "get /api/v1/keys/{provider}",
                "post /api/v1/calls", "post /api/v1/calls/{id}/hangup", "post /api/v1/keys/{provider}/test", "put /api/v1/keys/{provider}",
            ],
            operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        foreach (var (name, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), name);
            Assert.Contains(name.Contains("calls", StringComparison.Ordinal) ? "scope calls:" : "scope keys:", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
            var responses = operation.GetProperty("responses");
            Assert.All((string[])["401", "403", "429"], status => Assert.True(responses.GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _), name));
        }

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("accessToken");
        Assert.Equal(("http", "bearer"), (scheme.GetProperty("type").GetString(), scheme.GetProperty("scheme").GetString()));
        Assert.NotEmpty(document.GetProperty("security").EnumerateArray());
        Assert.Subset(
            document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToHashSet(),
            new HashSet<string> { "KeyList", "KeyResource", "SavedKey", "PutKey", "KeyTestOutcome", "Readiness", "MissingItem", "ApiProblem" });
    }

    [Fact]
    public void What_the_api_tells_has_no_member_that_could_carry_a_key()
    {
        var told = typeof(KeyResource).Assembly.GetTypes()
            .Where(type => type is { Namespace: "VoiceAgent.Web.Api", IsPublic: true, IsClass: true, IsAbstract: false })
            .Where(type => type != typeof(PutKey) && type != typeof(PlaceCall) && type != typeof(ApiOptions));

        Assert.Equal(Members.Keys.Select(type => type.Name).Order(StringComparer.Ordinal), told.Select(type => type.Name).Order(StringComparer.Ordinal));
        foreach (var (type, members) in Members)
        {
            Assert.Equal(members, type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Order(StringComparer.Ordinal));
        }
    }
}
